from __future__ import annotations

import asyncio
import os
from pathlib import Path

from alerts.signing import new_key
from gridwatch.bench.crash_lives import WITNESSED, read_lines
from gridwatch.bench.deliver_receiver import VARIABLE
from gridwatch.beside.child import Child, module
from gridwatch.hosting import free_port


async def _until(condition, within_s: float = 20.0) -> None:
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.02)


async def test_lives_are_started_and_killed(tmp_path: Path, capfd) -> None:
    """A life works until it is killed; one that ends by itself is told apart, with its traceback."""
    asked = {"do": "start", "life": 0, "seed": 1, "quiet": False, "port": free_port()}
    async with Child(module("gridwatch.bench.crash_nursery"), {VARIABLE: new_key()}) as child:
        first = (await child.ask(asked | {"kind": "service", "folder": str(tmp_path)}))["pid"]
        await _until(lambda: read_lines(tmp_path / WITNESSED))
        second = (await child.ask(asked | {"kind": "service", "folder": str(tmp_path)}))["pid"]
        await _until(lambda: _state(second) == "Z")  # it found another at work on the database
        assert await child.ask({"do": "kill", "pid": second}) == {"killed": False}
        assert await child.ask({"do": "kill", "pid": first}) == {"killed": True}
        third = (await child.ask(asked | {"kind": "receiver", "folder": str(tmp_path)}))["pid"]
        assert await child.ask({"do": "?"}) == {"error": "unknown: ?"}
    await _until(lambda: not _alive(third))  # it goes with the nursery
    assert "another gridwatch works on" in capfd.readouterr().err


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
