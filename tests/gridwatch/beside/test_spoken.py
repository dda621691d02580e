from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gridwatch.beside.child import Child

SPOKEN = """
import asyncio
from gridwatch.beside.spoken import asked, say

async def main():
    say({"where": "\u5e02\u533a"})
    async for question in asked():
        say({"got": question})
    open(%r, "w").write("ended by itself")

asyncio.run(main())
"""


async def test_both_ends_understand_each_other(tmp_path: Path) -> None:
    """A first line, an answer to each question, and an end by itself when the input ends."""
    end = tmp_path / "end"
    async with Child([sys.executable, "-c", SPOKEN % str(end)], {}) as child:
        assert child.hello == {"where": "市区"}
        for number in range(3):
            assert await child.ask({"do": number}) == {"got": {"do": number}}
        assert not end.exists()
    assert end.read_text() == "ended by itself"


PARENT = """
import asyncio, sys
from gridwatch.beside.child import Child

async def main():
    async with Child([sys.executable, "-c", sys.argv[1]], {}) as child:
        print(child.hello["pid"], flush=True)
        await asyncio.sleep(600)

if sys.argv[2] == "uvloop":
    import uvloop
    uvloop.run(main())
else:
    asyncio.run(main())
"""
DEAF = """
import os, time
from gridwatch.beside.spoken import end_with_input, say

end_with_input(0.3)
say({"pid": os.getpid()})
time.sleep(600)
"""


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_a_killed_parent_leaves_no_program_behind(loop: str) -> None:
    """SIGKILL, while the program is deaf: it renders, or hangs in closing. It is there until then, and gone soon."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, DEAF, loop], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        time.sleep(0.6)
        assert alive(pid), "its input is open"
        parent.kill()
        parent.wait()
    until = time.monotonic() + 20
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    gone = not alive(pid)
    if not gone:
        os.kill(pid, signal.SIGKILL)
    assert gone


def alive(pid: int) -> bool:
    """Whether a process runs; one that waits to be reaped does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


async def test_who_ends_in_time_is_not_cut_short(tmp_path: Path) -> None:
    """What is closed after the last line is closed whole."""
    end = tmp_path / "end"
    program = (
        "import sys, time\n"
        "from gridwatch.beside.spoken import end_with_input, say\n"
        "end_with_input(5)\n"
        "say({})\n"
        "sys.stdin.read()\n"
        "time.sleep(0.5)\n"
        f"open({str(end)!r}, 'w').write('closed')\n"
    )
    async with Child([sys.executable, "-c", program], {}) as child:
        process = child._process
    assert end.read_text() == "closed"
    assert process is not None
    assert process.returncode == 0


def test_an_input_that_nobody_holds_ends_nothing() -> None:
    """Started by hand with input from /dev/null, it goes on."""
    program = (
        "import time\nfrom gridwatch.beside.spoken import end_with_input\n"
        "end_with_input(0.0)\ntime.sleep(0.5)\nprint('still here')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert done.stdout == "still here\n"
