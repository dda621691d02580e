from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from alerts.signing import new_key, sign
from core.clock import SystemClock
from gridwatch.bench import crash_lives
from gridwatch.bench.crash_lives import ARRIVED, WITNESSED, Lines, Scene, read_lines
from gridwatch.hosting import free_port


def test_lines_are_there_after_each_is_added(tmp_path: Path) -> None:
    """Nothing is held back in the process that may be killed; a second life goes on where the first stopped."""
    path = tmp_path / "x.jsonl"
    assert read_lines(path) == []
    Lines(path, sync=True).add({"n": 1})
    assert read_lines(path) == [{"n": 1}]
    Lines(path, sync=False).add({"n": 2})
    assert read_lines(path) == [{"n": 1}, {"n": 2}]


async def test_service_and_receiver_work_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the desk commits is witnessed and delivered; what was not signed is noted as refused."""
    monkeypatch.setattr(crash_lives, "_FAILS", 0.0)
    scene = Scene(folder=tmp_path, port=free_port(), secret=new_key())
    rng = crash_lives.random.Random(1)
    receiving = asyncio.create_task(crash_lives._receiver(scene, rng, quiet=False))
    serving = asyncio.create_task(crash_lives._service(scene, 1, 1, quiet=False))
    async with asyncio.timeout(30):
        while len(read_lines(tmp_path / ARRIVED)) < 5:
            await asyncio.sleep(0.05)
            assert not serving.done()
    headers = sign(new_key(), message_id="m", at=SystemClock().now(), body=b"{}")
    async with ClientSession() as session, session.post(scene.url, data=b"{}", headers=headers) as response:
        assert response.status == 401
    for task in (serving, receiving):
        task.cancel()
    await asyncio.gather(serving, receiving, return_exceptions=True)
    arrived, witnessed = read_lines(tmp_path / ARRIVED), read_lines(tmp_path / WITNESSED)
    assert 401 in [line["status"] for line in arrived]
    known = {line.get("incident") for line in witnessed}
    assert len([line for line in arrived if line["status"] == 200 and line["incident"] in known]) >= 4
