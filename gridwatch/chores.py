"""What is done beside the looks: health kept, candidates and verifications followed up, old things dropped."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

import structlog

from alerts.desk import Desk
from alerts.keeping import Swept
from alerts.store.base import Json, Store
from core.clock import Clock
from core.errors import GridwatchError
from core.look import LookFailure, LookWish
from detectors.batcher import Batcher
from gridwatch.engines.local import Ended, LocalEngine
from gridwatch.metrics import Metrics
from gridwatch.roster import Roster
from ingest.health import HealthEvent

log = structlog.get_logger(__name__)
T = TypeVar("T")

TICK_S = 2.0
PRUNE_EVERY = 300  # ticks: ten minutes


class Chores:
    """A slow loop beside the fast one."""

    def __init__(
        self,
        *,
        store: Store,
        store_thread: Executor,
        desk: Desk,
        roster: Roster,
        engine: LocalEngine,
        batcher: Batcher,
        metrics: Metrics,
        clock: Clock,
        sweep: Callable[[], Swept],
        after: Callable[[], None],
    ) -> None:
        self._store = store
        self._store_thread = store_thread
        self._desk = desk
        self._roster = roster
        self._engine = engine
        self._batcher = batcher
        self._metrics = metrics
        self._clock = clock
        self._sweep = sweep
        self._after = after
        self._news: list[tuple[str, HealthEvent]] = []

    def note(self, ended: Ended, clock_offset_s: float | None = None) -> None:
        """Record how a look ended; what is news about a camera is written with the next tick."""
        news = self._roster.note(ended, clock_offset_s)
        self._news += [(camera_of(ended), event) for event in news]

    async def resume(self) -> None:
        """Go on where the last process stopped: ask again for the looks that were owed."""
        self._engine.ask(await self._in_store_thread(lambda: self._desk.resume(self._clock.now())))

    async def run(self, stop: asyncio.Event) -> None:
        """Tick until `stop`."""
        ticks = 0
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TICK_S)
            ticks += 1
            try:
                await self._tick(prune=ticks % PRUNE_EVERY == 0)
            except GridwatchError as error:  # a full disk or a locked database: the next tick tries again
                log.exception("chores.failed", error=str(error))

    async def flush(self) -> None:
        """Write what is still in memory: the last act of a clean stop."""
        await self._in_store_thread(self._write_health)

    async def _tick(self, *, prune: bool) -> None:
        wishes: tuple[LookWish, ...] = await self._in_store_thread(lambda: self._desk.tick(self._clock.now()))
        self._engine.ask(wishes)
        if await self._in_store_thread(self._write_health) or wishes:
            self._after()
        self._metrics.shed("pictures", self._batcher.counters.shed)
        if prune:
            await self._in_store_thread(self._prune)

    def _write_health(self) -> bool:
        records, news = self._roster.take_unwritten(), self._news
        self._news = []
        if not records and not news:
            return False
        now = self._clock.now()
        with self._store.write() as writer:
            for camera_id, record in records.items():
                writer.put_health(camera_id, record)
            for camera_id, event in news:
                writer.add_event(now, "camera", camera_id, _told(event))
        for camera_id, event in news:
            log.info("camera.health", camera=camera_id, what=event.what, why=event.why.tell("en"))
        return bool(news)

    def _prune(self) -> None:
        with self._store.write() as writer:
            writer.prune(self._clock.now())
        log.info("evidence.swept", swept=self._sweep())

    async def _in_store_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._store_thread, work)


def camera_of(ended: Ended) -> str:
    """Return whose look it was."""
    return ended.camera_id if isinstance(ended, LookFailure) else ended.frame.camera_id


def _told(event: HealthEvent) -> Json:
    return {"what": event.what, "why": event.why.tell("zh"), "why_en": event.why.tell("en")}
