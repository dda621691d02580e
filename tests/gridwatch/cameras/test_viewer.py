from __future__ import annotations

import asyncio

import pytest

from api.camera_desk import LivePicture, WatchRefused
from core.clock import ManualClock
from core.reason import Reason
from gridwatch.cameras.viewer import Viewer
from tests.builders import START, at


def picture(seconds: float) -> LivePicture:
    """One picture."""
    return LivePicture(at=at(seconds), jpeg=b"x")


async def test_the_newest_picture_waits() -> None:
    """One that was not taken is dropped and counted; the end is told after it."""
    viewer = Viewer(2, ManualClock(START))
    viewer.put(picture(0))
    viewer.put(picture(1))
    assert (await viewer.take(), viewer.dropped) == (picture(1), 1)
    viewer.put(picture(2))
    viewer.end(WatchRefused(4502, Reason.text("gone")))
    assert await viewer.take() == picture(2)
    with pytest.raises(WatchRefused, match="gone"):
        await viewer.take()


async def test_pace_is_the_viewer_s() -> None:
    """At two a second, every other of five a second is wanted, and no more."""
    clock = ManualClock(START)
    viewer = Viewer(2, clock)
    wanted = 0
    for _ in range(50):
        if viewer.due(clock.monotonic()):
            wanted += 1
            viewer.put(picture(wanted))
            await asyncio.wait_for(viewer.take(), 1)
        clock.advance(0.2)
    assert 18 <= wanted <= 21
