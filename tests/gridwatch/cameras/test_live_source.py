from __future__ import annotations

import random
from typing import Any, Self

import numpy as np
import pytest

from api.camera_desk import WatchRefused
from core.clock import SystemClock
from core.detection import Detections
from core.errors import LookError
from core.frame import Frame
from core.ids import CountingIds
from core.look import LookFailure, LookFailureKind, LookRequest
from detectors.batcher import Shed
from gridwatch.cameras import live_source
from gridwatch.cameras.live_source import Source
from tests.builders import detections, failure, frame
from tests.builders_servers import decode

PICTURE = np.full((90, 160, 3), 90, np.uint8)


class Cameras:
    """A stream that gives what is scripted, and snapshots after it."""

    def __init__(self, script: list[Any] | None, shots: list[Frame | LookFailure]) -> None:
        self.script = script
        self.shots = shots

    async def watch(self, camera_id: str, *, fps: float, rng: random.Random) -> Any:
        """Open it; none without a script."""
        if self.script is None:
            raise LookError(LookFailureKind.NO_ADDRESS, "no stream")
        return self

    async def __aenter__(self) -> Self:
        """Open."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""

    async def next(self) -> Any:
        """Return the next of the script."""
        assert self.script is not None
        return self.script.pop(0)

    async def look_elsewhere(self, request: LookRequest) -> Frame | LookFailure:
        """Return the next snapshot."""
        return self.shots.pop(0)


class Sees:
    """One person in every picture, unless it is busy."""

    def __init__(self, *, busy: bool = False) -> None:
        self.busy = busy

    async def detect(self, _frame: Frame, _plan: Any = None) -> Detections:
        """See."""
        if self.busy:
            raise Shed("busy")
        return detections(("person", [0.2, 0.2, 0.6, 0.9], 0.9))


def source(cameras: Cameras, *, mask: bool = False, busy: bool = False) -> Source:
    """Build one."""
    return Source(cameras, Sees(busy=busy), mask=mask, clock=SystemClock(), ids=CountingIds())


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_source, "SNAPSHOT_S", 0.001)


async def collected(cameras: Cameras) -> tuple[list[Frame], str]:
    """Take pictures until they end; return why."""
    frames: list[Frame] = []
    with pytest.raises(WatchRefused) as refused:
        await _into(frames, cameras)
    return frames, refused.value.why.tell("en")


async def _into(frames: list[Frame], cameras: Cameras) -> None:
    async for one in source(cameras).frames("cam-1", random.Random(1)):
        frames += [one]


async def test_the_stream_first_then_snapshots() -> None:
    """A stream that fails three times in a row is given up; three failed snapshots end the view with their reason."""
    broken = LookError(LookFailureKind.TIMEOUT, "silent")
    dead = failure(LookFailureKind.UNREACHABLE)
    cameras = Cameras(
        [PICTURE, broken, PICTURE, broken, broken, broken], [frame(), dead, frame(), dead, dead, dead]
    )
    frames, why = await collected(cameras)
    assert [one.source.value for one in frames] == ["watch", "watch", "snapshot", "snapshot"]
    assert "scripted unreachable" in why


async def test_without_a_stream() -> None:
    """Snapshots at once; a refused login ends it at the first."""
    frames, why = await collected(Cameras(None, [frame(), failure(LookFailureKind.LOGIN_REFUSED)]))
    assert len(frames) == 1
    assert "scripted login_refused" in why


async def test_a_picture_as_it_is_and_masked() -> None:
    """The person's head is not what it was; a busy detector shows nothing rather than a face."""
    noise = np.random.default_rng(1).integers(0, 255, (360, 640, 3), np.uint8)
    taken = frame(image=noise)
    plain = await source(Cameras(None, [])).shown(taken)
    hidden = await source(Cameras(None, []), mask=True).shown(taken)
    assert plain is not None
    assert hidden is not None
    before, after = decode(plain)[80:150, 150:350], decode(hidden)[80:150, 150:350]
    assert after.std() < before.std() / 2
    assert await source(Cameras(None, []), mask=True, busy=True).shown(taken) is None


async def test_a_large_picture_is_sent_smaller() -> None:
    """At most 1280 pixels wide."""
    jpeg = await source(Cameras(None, [])).shown(frame(image=np.zeros((1080, 1920, 3), np.uint8)))
    assert jpeg is not None
    assert decode(jpeg).shape[:2] == (720, 1280)
