"""Where live pictures come from: the camera's stream, else its snapshots; and as what they are shown."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator
from typing import Protocol

import cv2
import numpy as np

from alerts.masking import masked
from api.camera_desk import WatchRefused
from core.clock import Clock
from core.errors import LookError
from core.frame import Frame, FrameSource, Image
from core.ids import Ids
from core.look import LookFailure, LookReason, LookRequest
from core.reason import Reason
from detectors.batcher import Shed
from gridwatch.pipeline import Sees
from ingest.watch import Watch

STREAM_FPS = 5.0  # most pictures a second of a live view
SNAPSHOT_S = 1.0  # between two snapshots, where there is no stream
TRIES = 3  # failures in a row that end a view, or turn from the stream to snapshots
WIDTH = 1280  # pixels; a larger picture is sent smaller
QUALITY = 75  # of the JPEG
NO_PICTURE = 4502


class Cameras(Protocol):
    """What takes pictures (ingest.looker.Looker)."""

    async def watch(self, camera_id: str, *, fps: float, rng: random.Random) -> Watch:
        """Return a watch on the camera's stream; LookError where none can be found."""
        ...

    async def look_elsewhere(self, request: LookRequest) -> Frame | LookFailure:
        """Take one picture and learn nothing of it."""
        ...


class Source:
    """Pictures of one camera after the other. They are judged by no rule: a live view is not a look."""

    def __init__(self, cameras: Cameras, sees: Sees, *, mask: bool, clock: Clock, ids: Ids) -> None:
        """`mask`: whether persons and plates are made unrecognisable first."""
        self._cameras = cameras
        self._sees = sees
        self._mask = mask
        self._clock = clock
        self._ids = ids

    async def frames(self, camera_id: str, rng: random.Random) -> AsyncGenerator[Frame]:
        """Give pictures until the generator is closed; WatchRefused when none come any more."""
        try:
            watch = await self._cameras.watch(camera_id, fps=STREAM_FPS, rng=rng)
        except LookError:  # it has no stream that is known
            watch = None
        if watch is not None:
            failed = 0
            async with watch:
                while failed < TRIES:
                    seen = await watch.next()
                    if isinstance(seen, LookError):
                        failed += 1
                        if not seen.retry:
                            break
                        continue
                    failed = 0
                    yield self._frame(camera_id, seen)
        async for frame in self._snapshots(camera_id):
            yield frame

    async def shown(self, frame: Frame) -> bytes | None:
        """Return the picture as it may be shown, as JPEG; None where it must be masked and cannot be."""
        if not self._mask:
            return await asyncio.to_thread(_encoded, frame.image)
        try:
            detections = await self._sees.detect(frame)
        except Shed:
            return None
        hidden = await asyncio.to_thread(masked, frame.image, detections)
        return None if hidden is None else await asyncio.to_thread(_encoded, hidden)

    async def _snapshots(self, camera_id: str) -> AsyncGenerator[Frame]:
        failed = 0
        while True:
            now = self._clock.monotonic()
            request = LookRequest(
                camera_id=camera_id, not_before=now, deadline=now + SNAPSHOT_S, reason=LookReason.OPERATOR
            )
            taken = await self._cameras.look_elsewhere(request)
            if isinstance(taken, LookFailure):
                failed += 1
                if failed >= TRIES or not taken.kind.retry:
                    facts = {"detail": taken.detail}
                    raise WatchRefused(NO_PICTURE, Reason(code="live.no_picture", facts=facts))
            else:
                failed = 0
                yield taken
            await asyncio.sleep(max(0.0, SNAPSHOT_S - (self._clock.monotonic() - now)))

    def _frame(self, camera_id: str, image: Image) -> Frame:
        return Frame(
            camera_id=camera_id,
            look_id=self._ids.new("live"),
            taken_at=self._clock.now(),
            reason=LookReason.OPERATOR,
            source=FrameSource.WATCH,
            image=image,
        )


def _encoded(image: Image) -> bytes | None:
    """Return a JPEG at most `WIDTH` pixels wide."""
    height, width = image.shape[:2]
    if width > WIDTH:
        size = (WIDTH, round(height * WIDTH / width))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    good, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return jpeg.tobytes() if good else None
