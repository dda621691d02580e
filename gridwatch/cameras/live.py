"""Live views on demand: one warm stream a camera, shared by its viewers, counted against the budgets.

A view ends when its viewer leaves, when it has lasted an hour, or when it may go on no longer; a stream ends a moment
after its last viewer. Where a camera gives no stream, snapshots take its place.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from api.camera_desk import LivePicture, WatchedNow, WatchRefused
from core.clock import Clock
from core.config.camera import Camera
from core.frame import Frame
from core.reason import Reason
from gridwatch.cameras.live_source import Source
from gridwatch.cameras.viewer import Viewer

log = structlog.get_logger(__name__)

FORBIDDEN, UNKNOWN, TOO_MANY, NO_PICTURE, OVER, STOPPING = 4403, 4404, 4429, 4502, 4408, 1012
LINGER_S = 3.0  # a stream without viewers is kept so long: a tour or a reloaded page comes back
MOST_VIEWERS = 20  # of one camera
MOST_VIEW_S = 3600.0
MOST_UNSHOWN = 5
CHECK_S = 30.0  # between two questions whether a view may go on

Allowed = Callable[[str, str], Reason | None]
"""(camera id, who) -> why they may not watch it now; None: they may."""

Audit = Callable[[str, str, str], None]
"""(who, camera id, "began" or "ended"): every view is told."""


class Sessions(Protocol):
    """The budgets of sessions."""

    def occupy(self, camera: Camera) -> bool:
        """Charge a stream; False when there is no room."""
        ...

    def vacate(self, camera: Camera) -> None:
        """Give it back."""
        ...


def _everybody(_: str, __: str) -> Reason | None:
    return None


def _in_the_log(who: str, camera_id: str, what: str) -> None:
    log.info("live.view", who=who, camera=camera_id, what=what)


@dataclass(slots=True, eq=False)
class _Stream:
    """One camera that is watched."""

    camera: Camera
    viewers: set[Viewer]
    charged: bool  # whether it takes a session of its own
    task: asyncio.Task[None] | None = None
    lingering: asyncio.TimerHandle | None = None
    unshown: int = 0  # pictures in a row that could not be masked


class Live:
    """Everybody's live views. One event loop owns it."""

    def __init__(
        self,
        *,
        most: int,
        camera: Callable[[str], Camera | None],
        source: Source,
        sessions: Sessions,
        clock: Clock,
        rng: random.Random,
        allowed: Allowed = _everybody,
        audit: Audit = _in_the_log,
    ) -> None:
        """`most`: cameras watched at once."""
        self._most = most
        self._camera = camera
        self._source = source
        self._sessions = sessions
        self._clock = clock
        self._rng = rng
        self._allowed = allowed
        self._audit = audit
        self._streams: dict[str, _Stream] = {}
        self._closed = False

    def now(self) -> WatchedNow:
        """Return who is watched; a stream that lingers counts, for it takes a session."""
        return WatchedNow(
            most=self._most, cameras={name: len(one.viewers) for name, one in list(self._streams.items())}
        )

    @contextlib.asynccontextmanager
    async def view(
        self, camera_id: str, *, who: str, fps: float
    ) -> AsyncIterator[AsyncIterator[LivePicture]]:
        """Watch a camera at most `fps` times a second; WatchRefused where that may not be."""
        self._check(camera_id, who)
        stream = self._join(camera_id)
        viewer = Viewer(fps, self._clock)
        stream.viewers.add(viewer)
        self._audit(who, camera_id, "began")
        try:
            yield self._pictures(viewer, camera_id, who)
        finally:
            stream.viewers.discard(viewer)
            self._audit(who, camera_id, "ended")
            if not stream.viewers and self._streams.get(camera_id) is stream:
                loop = asyncio.get_running_loop()
                stream.lingering = loop.call_later(LINGER_S, self._leave, camera_id, stream)

    def offer(self, frame: Frame) -> None:
        """Take a picture of a camera that is watched by configuration: its stream is open already."""
        stream = self._streams.get(frame.camera_id)
        if stream is None or stream.charged or not stream.viewers:
            return
        task = asyncio.get_running_loop().create_task(self._show(stream, frame))
        task.add_done_callback(_told)

    async def close(self) -> None:
        """End every view."""
        self._closed = True
        tasks = []
        for camera_id, stream in list(self._streams.items()):
            self._refuse(stream, WatchRefused(STOPPING, Reason(code="live.stopping")))
            if stream.task is not None:
                tasks.append(stream.task)
            self._leave(camera_id, stream)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pictures(self, viewer: Viewer, camera_id: str, who: str) -> AsyncIterator[LivePicture]:
        began = checked = self._clock.monotonic()
        while True:
            picture = await viewer.take()
            now = self._clock.monotonic()
            if now - began > MOST_VIEW_S:
                facts = {"minutes": round(MOST_VIEW_S / 60)}
                raise WatchRefused(OVER, Reason(code="live.over", facts=facts))
            if now - checked > CHECK_S:
                self._check(camera_id, who)
                checked = now
            yield picture

    def _check(self, camera_id: str, who: str) -> None:
        camera = self._camera(camera_id)
        if self._closed:
            raise WatchRefused(STOPPING, Reason(code="live.stopping"))
        if camera is None:
            raise WatchRefused(UNKNOWN, Reason(code="live.unknown", facts={"camera": camera_id}))
        if not camera.enabled:
            raise WatchRefused(FORBIDDEN, Reason(code="live.off"))
        why = self._allowed(camera_id, who)
        if why is not None:
            raise WatchRefused(FORBIDDEN, why)

    def _join(self, camera_id: str) -> _Stream:
        """Return the stream of a camera, opened where there is none."""
        stream = self._streams.get(camera_id)
        if stream is not None:
            if len(stream.viewers) >= MOST_VIEWERS:
                raise WatchRefused(TOO_MANY, Reason(code="live.crowded", facts={"most": MOST_VIEWERS}))
            if stream.lingering is not None:
                stream.lingering.cancel()
                stream.lingering = None
            return stream
        if len(self._streams) >= self._most and not self._end_one_that_lingers():
            raise WatchRefused(TOO_MANY, Reason(code="live.full", facts={"most": self._most}))
        camera = self._camera(camera_id)
        assert camera is not None  # noqa: S101 - checked a line ago, and nothing was awaited
        charged = camera.watch_fps is None
        if charged and not self._sessions.occupy(camera):
            raise WatchRefused(TOO_MANY, Reason(code="live.no_session"))
        stream = self._streams[camera_id] = _Stream(camera=camera, viewers=set(), charged=charged)
        if charged:
            stream.task = asyncio.get_running_loop().create_task(self._run(camera_id, stream))
            stream.task.add_done_callback(_told)
        return stream

    def _end_one_that_lingers(self) -> bool:
        for camera_id, stream in list(self._streams.items()):
            if not stream.viewers:
                self._leave(camera_id, stream)
                return True
        return False

    def _leave(self, camera_id: str, stream: _Stream) -> None:
        """End a stream that nobody watches."""
        if self._streams.get(camera_id) is not stream:
            return
        del self._streams[camera_id]
        if stream.lingering is not None:
            stream.lingering.cancel()
        if stream.task is not None:
            stream.task.cancel()

    async def _run(self, camera_id: str, stream: _Stream) -> None:
        """Keep one stream; however it ends, its session is given back and its viewers are told."""
        ended = WatchRefused(NO_PICTURE, Reason(code="live.no_picture", facts={"detail": "?"}))
        try:
            async with contextlib.aclosing(self._source.frames(camera_id, self._rng)) as frames:
                async for frame in frames:
                    await self._show(stream, frame)
        except WatchRefused as refused:
            ended = refused
        finally:
            self._sessions.vacate(stream.camera)
            if self._streams.get(camera_id) is stream:
                del self._streams[camera_id]
            self._refuse(stream, ended)

    async def _show(self, stream: _Stream, frame: Frame) -> None:
        now = self._clock.monotonic()
        due = [viewer for viewer in stream.viewers if viewer.due(now)]
        if not due:
            return
        jpeg = await self._source.shown(frame)
        if jpeg is None:  # one picture may be too much for a busy detector
            stream.unshown += 1
            if stream.unshown >= MOST_UNSHOWN:
                self._refuse(stream, WatchRefused(FORBIDDEN, Reason(code="live.unmasked")))
            return
        stream.unshown = 0
        for viewer in due:
            viewer.put(LivePicture(at=frame.taken_at, jpeg=jpeg))

    @staticmethod
    def _refuse(stream: _Stream, why: WatchRefused) -> None:
        for viewer in list(stream.viewers):
            viewer.end(why)


def _told(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("live.broke", error=type(error).__name__, exc_info=error)
