"""One viewer of a live view: the newest picture waits for them, older ones are dropped and counted."""

from __future__ import annotations

import asyncio

from api.camera_desk import LivePicture, WatchRefused
from core.clock import Clock


class Viewer:
    """Takes pictures at its own pace. For one event loop."""

    def __init__(self, fps: float, clock: Clock) -> None:
        self._gap_s = 1.0 / fps
        self._clock = clock
        self._next_at = clock.monotonic()
        self._picture: LivePicture | None = None
        self._ended: WatchRefused | None = None
        self._there = asyncio.Event()
        self.dropped = 0  # pictures that were not taken in time

    def due(self, now: float) -> bool:
        """Return whether another picture is wanted by now."""
        return self._ended is None and now >= self._next_at

    def put(self, picture: LivePicture) -> None:
        """Give a picture; the one before it goes if it was not taken."""
        self.dropped += self._picture is not None
        now = self._clock.monotonic()
        # half a gap early is right: pictures that come as often as wanted must not be taken every other time
        self._next_at = (
            now + self._gap_s / 2 if now - self._next_at > self._gap_s else self._next_at + self._gap_s
        )
        self._picture = picture
        self._there.set()

    def end(self, why: WatchRefused) -> None:
        """Say that no more pictures come."""
        if self._ended is None:
            self._ended = why
            self._there.set()

    async def take(self) -> LivePicture:
        """Wait for a picture and take it; raises why no more come."""
        await self._there.wait()
        picture, self._picture = self._picture, None
        if picture is not None:
            if self._ended is None:
                self._there.clear()
            return picture
        assert self._ended is not None  # noqa: S101 - the event is set by one of two
        raise self._ended
