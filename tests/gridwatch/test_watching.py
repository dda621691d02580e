from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, Self

import numpy as np
import pytest

from alerts.store.memory import MemoryStore
from core.clock import ManualClock, SystemClock
from core.config.camera import Camera
from core.errors import LookError
from core.frame import Frame
from core.ids import CountingIds
from core.look import LookFailure, LookFailureKind
from gridwatch import watching
from gridwatch.engines.local import Ended
from gridwatch.roster import Roster
from gridwatch.watching import Watching
from ingest.quality import Verdict
from ingest.watch import Seen
from tests.builders import START, camera, failure
from tests.gridwatch.test_roster import configuration

PICTURE = np.zeros((4, 4, 3), np.uint8)


class Stream:
    """A watch that gives what it is scripted to give, then nothing."""

    def __init__(self, script: list[Seen]) -> None:
        self._script = script
        self.open = False

    async def __aenter__(self) -> Self:
        """Open."""
        self.open = True
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close, a moment later, as a thread does."""
        await asyncio.sleep(0)
        self.open = False

    async def next(self) -> Seen:
        """Return the next of the script."""
        if self._script:
            return self._script.pop(0)
        await asyncio.Event().wait()
        raise AssertionError("nothing comes after nothing")


class Around:
    """Looker, engine and pipeline in one: one session for warm streams, and notes of what happened."""

    def __init__(self, *cameras: Camera) -> None:
        self.script: list[Seen] = []
        self.streams: list[Stream] = []
        self.ended: list[Ended] = []
        self.free = 1
        self.roster = Roster(configuration(*cameras), MemoryStore(), ManualClock(START))

    async def watch(self, camera_id: str, *, fps: float, rng: random.Random) -> Any:
        """Open another stream."""
        self.streams.append(Stream(self.script))
        return self.streams[-1]

    async def judge(self, camera_id: str, image: Any) -> Any:
        """Find nothing wrong with any picture."""
        return Verdict(kind=None, detail="", mean=99, spread=9, bright=0, sharpness=99, same=1)

    async def digest(self, frame: Frame) -> Any:
        """End every picture in a way that names it."""
        return failure(LookFailureKind.BLACK, camera_id=frame.camera_id)

    async def take(self, ended: Ended) -> None:
        """Note an end."""
        self.ended.append(ended)

    def occupy(self, _: Camera) -> bool:
        """Give the one session away."""
        self.free -= 1
        if self.free < 0:
            self.free = 0
            return False
        return True

    def vacate(self, _: Camera) -> None:
        """Take it back."""
        self.free += 1

    async def run(self, script: Callable[[], Any]) -> None:
        """Watch while `script` runs, five seconds at most."""
        parts: Any = self
        watched = Watching(
            self.roster, parts, parts, parts, clock=SystemClock(), ids=CountingIds(), rng=random.Random(1)
        )
        stop = asyncio.Event()
        running = asyncio.create_task(watched.run(stop))
        async with asyncio.timeout(5):
            await script()
            stop.set()
            await running


async def so(condition: Callable[[], Any]) -> None:
    """Wait until it holds."""
    while not condition():
        await asyncio.sleep(0.005)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare a hundred times a second."""
    monkeypatch.setattr(watching, "CHECK_S", 0.01)


async def test_pictures_and_failures_of_a_warm_stream_are_looks() -> None:
    """Each goes through the same stages as a polled one, and the session is given back at the end."""
    around = Around(camera(watch_fps=2))
    around.script = [PICTURE, LookError(LookFailureKind.NO_FRAME, "silent")]
    await around.run(lambda: so(lambda: len(around.ended) == 2))
    kinds = [ended.kind for ended in around.ended if isinstance(ended, LookFailure)]
    assert kinds == [LookFailureKind.BLACK, LookFailureKind.NO_FRAME]
    assert around.free == 1
    assert not around.streams[0].open


async def test_a_changed_camera_gets_another_stream() -> None:
    """A corrected address is used at once, and the old stream has given its session back by then."""
    around = Around(camera(watch_fps=2))

    async def script() -> None:
        await so(lambda: around.streams and around.streams[0].open)
        around.roster.swap(configuration(camera(watch_fps=2, name="another")))
        await so(lambda: len(around.streams) == 2 and around.streams[1].open)

    await around.run(script)
    assert around.ended == []
    assert around.free == 1


async def test_an_unchanged_camera_keeps_its_stream() -> None:
    """A reload that is about something else cuts nobody off."""
    around = Around(camera(watch_fps=2))

    async def script() -> None:
        await so(lambda: around.streams and around.streams[0].open)
        around.roster.swap(configuration(camera(watch_fps=2), camera("cam-2")))
        await asyncio.sleep(0.05)

    await around.run(script)
    assert len(around.streams) == 1


async def test_a_stream_without_a_session_is_a_named_failure() -> None:
    """The budgets count warm streams as well; the operator reads why there is no picture."""
    around = Around(camera(watch_fps=2))
    around.free = 0
    await around.run(lambda: so(lambda: around.ended))
    assert [ended.kind for ended in around.ended if isinstance(ended, LookFailure)] == [
        LookFailureKind.NO_BUDGET
    ]
    assert around.streams == []
