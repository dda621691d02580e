"""Watched cameras: a warm stream each, its pictures through the same stages as every look."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Sequence

import structlog

from core.clock import Clock
from core.config.camera import Camera
from core.errors import LookError
from core.frame import Frame, FrameSource, Image
from core.ids import Ids
from core.look import LookFailure, LookFailureKind, LookReason
from gridwatch.engines.local import Ended, LocalEngine
from gridwatch.pipeline import Pipeline, Posting
from gridwatch.roster import Roster
from ingest.looker import Looker

log = structlog.get_logger(__name__)

CHECK_S = 2.0  # how often the list of watched cameras is compared with the configuration
AGAIN_S = 60.0  # until a watch that could not begin is tried again


class Watching:
    """Keeps one task for every camera with `watch_fps`, as the configuration stands; a changed one begins anew."""

    def __init__(
        self,
        roster: Roster,
        looker: Looker,
        pipeline: Pipeline,
        engine: LocalEngine,
        *,
        clock: Clock,
        ids: Ids,
        rng: random.Random,
    ) -> None:
        self._roster = roster
        self._looker = looker
        self._pipeline = pipeline
        self._engine = engine
        self._clock = clock
        self._ids = ids
        self._rng = rng
        self._tasks: dict[str, tuple[Posting, asyncio.Task[None]]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until `stop`."""
        try:
            while not stop.is_set():
                await self._compare()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), CHECK_S)
        finally:
            await self._end(list(self._tasks))

    async def _compare(self) -> None:
        wanted = {
            camera_id: posting
            for camera_id, posting in self._roster.postings.items()
            if posting.camera.watch_fps is not None
        }
        # a changed posting is another object, see Roster.swap: another address wants another stream
        await self._end(
            [
                camera_id
                for camera_id, (posting, task) in self._tasks.items()
                if wanted.get(camera_id) is not posting or task.done()
            ]
        )
        for camera_id, posting in wanted.items():
            if camera_id not in self._tasks:
                self._tasks[camera_id] = (posting, asyncio.create_task(self._watch(posting.camera)))

    async def _end(self, camera_ids: Sequence[str]) -> None:
        """End these watches, and wait for it: the session of a stream is free before the next one asks."""
        tasks = {camera_id: self._tasks.pop(camera_id)[1] for camera_id in camera_ids}
        for task in tasks.values():
            task.cancel()
        for camera_id, end in zip(
            tasks, await asyncio.gather(*tasks.values(), return_exceptions=True), strict=True
        ):
            if isinstance(end, Exception):
                log.error("watch.broke", camera=camera_id, exc_info=end)

    async def _watch(self, camera: Camera) -> None:
        if not self._engine.occupy(camera):
            full = LookError(LookFailureKind.NO_BUDGET, "no session is free for a warm stream")
            await self._engine.take(self._failure(camera.id, full))
            await asyncio.sleep(AGAIN_S)  # then the comparison starts it anew
            return
        try:
            await self._stream(camera.id, camera.watch_fps or 1.0)
        finally:
            self._engine.vacate(camera)

    async def _stream(self, camera_id: str, fps: float) -> None:
        try:
            watch = await self._looker.watch(camera_id, fps=fps, rng=self._rng)
        except LookError as error:
            await self._engine.take(self._failure(camera_id, error))
            await asyncio.sleep(AGAIN_S)  # then the comparison starts it anew
            return
        async with watch:
            while True:
                seen = await watch.next()
                try:
                    ended = await self._digest(camera_id, seen)
                except Exception:  # one camera's trouble must not end its watch
                    log.exception("watch.broke", camera=camera_id)
                    continue
                await self._engine.take(ended)

    async def _digest(self, camera_id: str, seen: Image | LookError) -> Ended:
        if isinstance(seen, LookError):
            return self._failure(camera_id, seen)
        verdict = await self._looker.judge(camera_id, seen)
        if verdict.kind is not None:
            return self._failure(camera_id, LookError(verdict.kind, verdict.detail))
        frame = Frame(
            camera_id=camera_id,
            look_id=self._ids.new("look"),
            taken_at=self._clock.now(),
            reason=LookReason.PATROL,
            source=FrameSource.WATCH,
            image=seen,
        )
        return await self._pipeline.digest(frame)

    def _failure(self, camera_id: str, error: LookError) -> LookFailure:
        return LookFailure(
            camera_id=camera_id,
            look_id=self._ids.new("look"),
            at=self._clock.now(),
            reason=LookReason.PATROL,
            kind=error.kind,
            detail=error.detail,
        )
