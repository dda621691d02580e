"""A warm stream: rate, newest wins, reconnecting."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind as Kind
from ingest.watch import Attempt, Watch, streaming
from tests.fakes.rtsp_camera import Clip, Fault, RtspCamera

LOOKING = Looking(open_s=0.5, read_s=0.5, backoff_s=0.02, backoff_max_s=0.05)


def watch(attempt: Attempt) -> Watch:
    """A watch with short waits."""
    return Watch(attempt, looking=LOOKING, clock=SystemClock(), rng=random.Random(1))


def picture(value: int) -> Image:
    """A tiny grey picture."""
    return np.full((2, 2, 3), value, np.uint8)


async def test_the_newest_picture_wins_and_drops_are_counted():
    """Whoever takes late gets the latest; nothing queues up."""
    sent = threading.Event()

    def attempt(emit: Callable[[Image], None], stop: threading.Event) -> None:
        for value in range(5):
            emit(picture(value))
        sent.set()
        stop.wait(5)

    async with asyncio.timeout(2), watch(attempt) as watching:
        await asyncio.to_thread(sent.wait)
        await asyncio.sleep(0)
        got = await watching.next()
        assert isinstance(got, np.ndarray)
        assert got[0, 0, 0] == 4
        assert watching.dropped == 4


async def test_failures_are_told_and_the_stream_is_opened_again():
    """A failure, a bug, then pictures: each is told by name."""
    script: list[LookError | ValueError | None] = [LookError(Kind.TIMEOUT, "slow"), ValueError("bug"), None]

    def attempt(emit: Callable[[Image], None], stop: threading.Event) -> None:
        failure = script.pop(0)
        if failure is not None:
            raise failure
        emit(picture(7))
        stop.wait(5)

    async with asyncio.timeout(2), watch(attempt) as watching:
        told = [await watching.next() for _ in range(3)]
        assert [t.kind for t in told if isinstance(t, LookError)] == [Kind.TIMEOUT, Kind.INTERNAL]
        assert isinstance(told[2], np.ndarray)
        assert watching.connects == 3


@pytest.fixture(scope="module")
def clip(shared_data: Path) -> Clip:
    """A real clip."""
    return Clip.read(shared_data / "clips" / "short_h264_16kB.mp4")


async def test_a_real_stream_at_the_chosen_rate(clip: Clip):
    """100 pictures a second come in, about ten a second go on, over one connection."""
    clock = SystemClock()
    async with RtspCamera(clip) as camera:
        attempt = streaming(camera.url, None, fps=10, looking=LOOKING, clock=clock)
        async with asyncio.timeout(5), watch(attempt) as watching:
            first = await watching.next()
            assert isinstance(first, np.ndarray)
            assert first.shape == (240, 320, 3)
            began = clock.monotonic()
            for _ in range(5):
                assert isinstance(await watching.next(), np.ndarray)
            assert 0.3 < clock.monotonic() - began < 2
        assert camera.plays == 1


async def test_a_stream_that_breaks_comes_back(clip: Clip):
    """The camera closes the stream every 20 pictures: told as a failure each time, and seen again."""
    async with RtspCamera(clip, fault=Fault.BREAKS) as camera:
        attempt = streaming(camera.url, None, fps=50, looking=LOOKING, clock=SystemClock())
        async with asyncio.timeout(5), watch(attempt) as watching:
            told = [await watching.next() for _ in range(30)]
        assert any(isinstance(t, LookError) for t in told)
        assert camera.plays >= 2


async def test_a_silent_stream_is_a_failure(clip: Clip):
    """PLAY is answered, nothing comes."""
    async with RtspCamera(clip, fault=Fault.SILENT) as camera:
        attempt = streaming(camera.url, None, fps=5, looking=LOOKING, clock=SystemClock())
        async with asyncio.timeout(3), watch(attempt) as watching:
            failure = await watching.next()
    assert isinstance(failure, LookError)
    assert failure.kind in {Kind.TIMEOUT, Kind.NO_FRAME}
