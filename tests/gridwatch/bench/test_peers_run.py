"""A program under measurement, spoken to as benchmarks/peers/peer.py speaks; the programs here see nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from core.errors import GridwatchError
from gridwatch.bench import peers_run
from gridwatch.bench.peers_run import NotHere, Program, dead_from_the_start, dies, opened
from gridwatch.repository import REPOSITORY

HEAD = f"""
import sys, time
sys.path.insert(0, {str(REPOSITORY / "benchmarks" / "peers")!r})
from peer import serve
"""
LOOKS = """
def run(order, board):
    dead = order.work / "dead"
    for _ in board.rounds():
        gone = dead.read_text().split() if dead.exists() else []
        for camera in order.urls:
            if camera in gone:
                {when_dead}
            board.looked(camera)
serve(lambda: "a program", run)
"""
MODEST = HEAD + LOOKS.format(when_dead="continue")
STUCK = HEAD + LOOKS.format(when_dead="time.sleep(60)")
BUSY = (
    HEAD
    + """
def run(order, board):
    until = time.process_time() + 0.4
    while time.process_time() < until:
        pass
    time.sleep(60)
serve(lambda: "a busy program", run)
"""
)
GIVES_UP = HEAD + 'def run(order, board): raise OSError("no such stream")\nserve(lambda: "x", run)\n'
NEEDS = HEAD + 'serve(lambda: 1 / 0, None, needs=("json", "no_such_one", "no_such_two"))\n'
TOLD = HEAD + (
    "import os\n"
    "def run(order, board): time.sleep(60)\n"
    "what = lambda: ' '.join(os.environ[name] for name in ('OPENCV_FFMPEG_CAPTURE_OPTIONS', 'OFFLINE'))\n"
    "serve(what, run, environment={'OFFLINE': '1'})\n"
)
ABSENT = HEAD + 'def what(): raise ImportError("no module named x")\nserve(what, None)\n'


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait little."""
    monkeypatch.setattr(peers_run, "SETTLE_S", 0.2)
    monkeypatch.setattr(peers_run, "_POLL_S", 0.05)


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], Program]:
    """Make a program of its text."""

    def made(text: str) -> Program:
        script = tmp_path / "program.py"
        script.write_text(text)

        def order(cameras: Sequence[str], every_s: float) -> Mapping[str, Any]:
            where = {"model": str(tmp_path), "work": str(tmp_path), "log": str(tmp_path / "log")}
            return {
                "do": "open",
                "urls": dict.fromkeys(cameras, "rtsp://x"),
                "fps": 5,
                "every_s": every_s,
            } | where

        return Program(
            name="it",
            command=[sys.executable, str(script)],
            environment={},
            order=order,
            log=tmp_path / "log",
        )

    return made


class Cameras:
    """Stands for the cameras' process: writes down who is dead."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "dead"
        self.told: list[list[str]] = []

    async def ask(self, what: Mapping[str, Any]) -> dict[str, Any]:
        """Take the list of the dead."""
        self.told.append(list(what["cameras"]))
        self.file.write_text(" ".join(what["cameras"]))
        return {}


async def test_looks_are_counted_while_there_is_a_pace(program: Callable[[str], Program]) -> None:
    """Five looks a second at each of two cameras; none while streams are only held; then again."""
    async with opened(program(MODEST), ["a", "b"], 0.2) as running:
        first, last = await running.until_seen(["a", "b"], 20)
        assert first is not None
        assert last is not None
        assert 0 < first <= last < 20
        looked = await running.window(2.0)
        assert len(looked.looks) == pytest.approx(20, abs=6)
        assert looked.detected == len(looked.looks)
        assert looked.cameras == 2
        await running.pace(None)
        assert not (await running.window(0.5)).looks
        await running.pace(0.2)
        assert (await running.window(1.0)).looks
        assert running.what == "a program"


async def test_cpu_is_the_programs_own(program: Callable[[str], Program]) -> None:
    """What the program burns is in its account, and nothing of this process."""
    async with opened(program(BUSY), ["a"], 1.0) as running:
        window = await running.window(2.0)
    assert 0.2 < window.cpu_s < 0.9
    assert 2.0 <= window.seconds < 10
    assert 5 < window.rss_mb < 500


async def test_one_that_cannot_run_says_why(program: Callable[[str], Program]) -> None:
    """A missing library is told by the program, and is not an error of the bench."""
    with pytest.raises(NotHere, match="no module named x"):
        async with opened(program(ABSENT), ["a"], 1.0):
            pass


async def test_what_it_needs_is_searched_for_before_it_is_imported(
    program: Callable[[str], Program],
) -> None:
    """The modules that are missing are named, and by which Python; the program's own words are not asked for."""
    with pytest.raises(
        NotHere, match=r"ImportError: no_such_one, no_such_two cannot be imported by .*python"
    ):
        async with opened(program(NEEDS), ["a"], 1.0):
            pass


async def test_its_libraries_are_told_by_environment(program: Callable[[str], Program]) -> None:
    """Streams come over TCP in every peer, and a library of one does not call home."""
    async with opened(program(TOLD), ["a"], 1.0) as running:
        assert running.what == "rtsp_transport;tcp 1"


async def test_one_ends_with_its_driver_while_it_loads(program: Callable[[str], Program]) -> None:
    """A library that loads for a minute reads no input: its end is noticed all the same, without a kill."""
    slow = program(HEAD + "serve(lambda: time.sleep(600), None)\n")
    process = await asyncio.create_subprocess_exec(*slow.command, stdin=asyncio.subprocess.PIPE)
    assert process.stdin is not None
    await asyncio.sleep(0.5)
    assert process.returncode is None
    process.stdin.close()
    try:
        assert await asyncio.wait_for(process.wait(), 20) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_one_that_gives_up_is_quoted(program: Callable[[str], Program]) -> None:
    """What a program raised is in the message, and waiting for its looks ends at once."""
    async with opened(program(GIVES_UP), ["a"], 1.0) as running:
        assert await running.until_seen(["a"], 30) == (None, None)
        with pytest.raises(
            GridwatchError, match=r"it gave up: OSError: no such stream; its last words: .*OSError"
        ):
            await running.window(0.1)


@pytest.mark.parametrize(("text", "least", "most"), [(MODEST, 0.7, 1.0), (STUCK, 0.0, 0.2)])
async def test_one_camera_dies(
    program: Callable[[str], Program], tmp_path: Path, text: str, least: float, most: float
) -> None:
    """A program that passes over a dead camera serves the others on time; one that waits for it serves nobody."""
    cameras = Cameras(tmp_path)
    async with opened(program(text), ["a", "b", "c"], 0.5) as running:
        await running.until_seen(["a", "b", "c"], 20)
        share = await dies(running, 0.5, cameras_are=cameras, seconds=4.0)  # type: ignore[arg-type] # stands for it
    assert least <= share <= most
    assert cameras.told == [["a"], []]


async def test_one_camera_is_dead_from_the_start(program: Callable[[str], Program], tmp_path: Path) -> None:
    """The others' first looks are waited for; where they never come, that is what is found."""
    cameras = Cameras(tmp_path)
    dead = await dead_from_the_start(program(MODEST), ["a", "b"], 0.2, cameras_are=cameras, wait_s=20)  # type: ignore[arg-type] # stands for it
    assert dead.others_seen_after_s is not None
    assert 0 < dead.others_seen_after_s < 20
    dead = await dead_from_the_start(program(STUCK), ["a", "b"], 0.2, cameras_are=cameras, wait_s=2)  # type: ignore[arg-type] # stands for it
    assert dead.others_seen_after_s is None
    assert dead.waited_s == 2
    assert cameras.told == [["a"], [], ["a"], []]
