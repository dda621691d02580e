"""What is done beside the looks: health kept, candidates and verifications followed up, old things dropped."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import TypeVar

import structlog

from alerts.desk import Desk
from alerts.keeping import Swept
from alerts.store.base import Json, Store
from core.clock import Clock
from core.errors import GridwatchError
from core.look import LookFailure, LookWish
from gridwatch.engines.local import Ended, LocalEngine
from gridwatch.outage_desk import OutageDesk, known_since
from gridwatch.roster import Roster
from ingest.health import HealthEvent

log = structlog.get_logger(__name__)
T = TypeVar("T")

TICK_S = 2.0
PRUNE_EVERY = 300  # ticks: ten minutes
TRIED = "tried"  # bookmark: the last attempt to write into a database that had refused
NEWS_KEPT = 10_000  # while the store takes nothing; then the oldest goes


class Chores:
    """A slow loop beside the fast one.

    `publish` is called in the event loop with every tick: it takes the figures that threads read.
    `after` is called when something was written that others wait for.
    """

    def __init__(
        self,
        *,
        store: Store,
        store_thread: Executor,
        desk: Desk,
        roster: Roster,
        engine: LocalEngine,
        clock: Clock,
        sweep: Callable[[], Swept],
        publish: Callable[[], None],
        after: Callable[[], None],
        outages: OutageDesk,
    ) -> None:
        self._store = store
        self._store_thread = store_thread
        self._desk = desk
        self._roster = roster
        self._engine = engine
        self._clock = clock
        self._sweep = sweep
        self._publish = publish
        self._after = after
        self._outages = outages
        self._outage_news: deque[tuple[str, Json]] = deque(maxlen=NEWS_KEPT)
        self._news: deque[HealthEvent] = deque(maxlen=NEWS_KEPT)

    def note(self, ended: Ended, clock_offset_s: float | None = None) -> tuple[HealthEvent, ...]:
        """Record how a look ended; what is news about a camera is returned, and written with the next tick."""
        since = known_since(self._roster.health(ended.camera_id)) if isinstance(ended, LookFailure) else None
        events = self._roster.note(ended, clock_offset_s)
        self._news.extend(self._outages.note(ended, events, since))
        return events

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
        await self._keep_health()

    async def _tick(self, *, prune: bool) -> None:
        wishes: tuple[LookWish, ...] = await self._in_store_thread(lambda: self._desk.tick(self._clock.now()))
        self._engine.ask(wishes)
        told, outages = self._outages.tick()
        self._news.extend(told)
        self._outage_news.extend(outages)
        if await self._keep_health() or wishes:
            self._after()
        self._publish()
        if not self._store.writable:  # nothing of this may have been written: /readyz must not wait for news
            await self._in_store_thread(self._try)
        if prune:
            await self._in_store_thread(self._prune)
            # elsewhere, for it walks all pictures: decisions must not wait for it in the store's thread
            log.info("evidence.swept", swept=await asyncio.to_thread(self._sweep))

    async def _keep_health(self) -> bool:
        """Write what has changed; return whether any of it is news. What the store refuses is kept for later."""
        records, news = self._roster.take_unwritten(), tuple(self._news)
        outages = tuple(self._outage_news)
        self._news.clear()
        self._outage_news.clear()
        if not records and not news and not outages:
            return False
        try:
            await self._in_store_thread(lambda: self._write_health(records, news, outages))
        except GridwatchError:
            self._roster.not_written(records)
            self._news = deque([*news, *self._news], maxlen=NEWS_KEPT)
            self._outage_news = deque([*outages, *self._outage_news], maxlen=NEWS_KEPT)
            raise
        for event in news:
            log.info("camera.health", camera=event.camera_id, what=event.what, why=event.why.tell("en"))
        for outage_id, told in outages:
            log.warning("outage", outage=outage_id, what=told["what"], why=told["why_en"])
        return bool(news or outages)

    def _try(self) -> None:
        """Write next to nothing, to find out whether the database takes it again."""
        now = self._clock.now()
        with self._store.write() as writer:
            writer.put_bookmark(TRIED, {"at": now.isoformat()})

    def _write_health(
        self, records: Mapping[str, Json], news: Sequence[HealthEvent], outages: Sequence[tuple[str, Json]]
    ) -> None:
        now = self._clock.now()
        with self._store.write() as writer:
            for camera_id, record in records.items():
                writer.put_health(camera_id, record)
            for event in news:
                writer.add_event(now, "camera", event.camera_id, _told(event))
            for outage_id, told in outages:
                writer.add_event(now, "outage", outage_id, told)

    def _prune(self) -> None:
        with self._store.write() as writer:
            writer.prune(self._clock.now())

    async def _in_store_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._store_thread, work)


def _told(event: HealthEvent) -> Json:
    return {"what": event.what, "why": event.why.tell("zh"), "why_en": event.why.tell("en")}
