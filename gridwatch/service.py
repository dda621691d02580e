"""The running service: everything that is started, in the order in which it is started.

`Service.run` opens one part after the other on an exit stack and closes them in reverse. What each
part needs it gets as an argument; nothing reaches for a global.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from alerts.delivery import Courier
from alerts.desk import Desk
from alerts.evidence import EvidenceStore
from alerts.keeping import sweep
from alerts.links import EvidenceLinks
from alerts.store.alone import alone
from alerts.store.base import Store
from alerts.store.sql import SqlStore
from api.app import create_app
from api.routes.live import Bell
from api.services import Services
from core.clock import Clock
from core.errors import GridwatchError
from core.frame import Frame
from core.ids import UlidIds
from core.look import LookFailure
from detectors.batcher import Batcher
from detectors.model import read_model
from gridwatch.attending import Attending, learn_history
from gridwatch.calibration.doubts import Doubts
from gridwatch.calibration.telling import Calibrations
from gridwatch.camera_book.book import CameraBook
from gridwatch.chores import Chores
from gridwatch.configuration.loader import Configuration
from gridwatch.coverage import DistrictCoverage
from gridwatch.engines.local import Ended, LocalEngine, camera_of
from gridwatch.gating import Gating
from gridwatch.hawkeye.eyes import Hawkeyes
from gridwatch.hawkeye.holding import Heads
from gridwatch.hawkeye.opening import open_hawkeyes, reach_of
from gridwatch.load.metrics import LoadMetrics
from gridwatch.load.opening import keep_account, open_load
from gridwatch.memory import StoreMemory
from gridwatch.metrics import Metrics
from gridwatch.offers.issuing import open_cap
from gridwatch.offers.opening import open_offers
from gridwatch.open_files import connections_kept, raise_open_files
from gridwatch.opening import open_batcher, open_desk, open_evidence, open_links, picture_sizes
from gridwatch.opinions.opening import open_second_opinions
from gridwatch.outage_desk import OutageDesk
from gridwatch.pipeline import Pipeline
from gridwatch.reload import Reload, plan
from gridwatch.roster import Roster
from gridwatch.serving import served
from gridwatch.shadow.opening import open_shadow
from gridwatch.watching import Watching
from gridwatch.window import Window
from ingest.looker import Looker
from ingest.schedule import Schedule

log = structlog.get_logger(__name__)


class Service:
    """One Gridwatch. After `started` is set, its parts may be asked; `run` ends within 10 s of `stop`."""

    store: Store
    engine: LocalEngine
    roster: Roster
    courier: Courier
    batcher: Batcher
    gating: Gating
    outages: OutageDesk
    hawkeyes: Hawkeyes
    base_url: str  # where the API listens

    def __init__(
        self,
        configuration: Configuration,
        *,
        clock: Clock,
        rng: random.Random,
        watch_files: bool = True,
        on_look: Callable[[Ended], None] = lambda _: None,
    ) -> None:
        """`on_look` is told every look that has ended, in the event loop, once all parts of the service know it."""
        self._configuration = configuration
        self._clock = clock
        self._rng = rng
        self._watch_files = watch_files
        self._on_look = on_look
        self._ids = UlidIds(clock, rng)
        self.metrics = Metrics()
        self._bell = Bell()
        self._coverage = DistrictCoverage(
            lambda: self.roster.cameras(),  # noqa: PLW0108 - the roster is made later
            turning=reach_of,
        )
        self.started = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set."""
        self._loop = asyncio.get_running_loop()
        async with contextlib.AsyncExitStack() as stack:
            settings = self._configuration.settings
            stack.enter_context(alone(settings.storage.url))
            self.store = store = SqlStore(settings.storage.url, durable=settings.storage.durable)
            stack.callback(store.close)
            threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
            stack.callback(threads.shutdown)  # before the store closes: what was handed in is still written
            self.attending = attending = Attending(settings.attention, self._clock)
            self.roster = roster = Roster(self._configuration, store, self._clock, attended=attending.told)
            evidence, links = open_evidence(settings), open_links(self._configuration)
            self.doubts = doubts = Doubts(
                store,
                threads,
                roster.camera,
                self._clock,
                zone=ZoneInfo(settings.district.timezone),
            )
            desk = open_desk(
                self._configuration,
                store=store,
                roster=roster,
                evidence=evidence,
                links=links,
                coverage=self._coverage,
                clock=self._clock,
                ids=self._ids,
                doubted=doubts.doubted,
            )
            model = read_model(self._configuration.model_folder()).sized(settings.model.size)
            self.batcher = batcher = open_batcher(settings, model, stack, clock=self._clock)
            self._looker = looker = Looker(
                cameras=roster.camera,
                secrets=self._configuration.secrets,
                memory=StoreMemory(store, threads),
                looking=settings.looking,
                quality=settings.quality,
                clock=self._clock,
                ids=self._ids,
                enough=picture_sizes(settings, model, roster),
                streams=settings.budgets.sessions,  # a stream that hangs keeps its thread: sessions are the bound
                keep=connections_kept(raise_open_files()),
            )
            stack.push_async_callback(looker.close)
            self._second = second = open_second_opinions(
                settings,
                sees=batcher,
                live=f"{model.spec.name} {model.spec.version}",
                secrets=self._configuration.secrets,
                configs=self._configuration.folder,
                clock=self._clock,
                beside=True,
            )
            if second is not None:
                stack.push_async_callback(second.close)
            self._shadow = await open_shadow(
                settings,
                stack,
                live=model,
                configs=self._configuration.folder,
                profiles=lambda: roster.configuration.profiles,
                clock=self._clock,
            )
            self.gating = gating = Gating(settings.gate)
            self.hawkeyes = hawkeyes = open_hawkeyes(
                settings,
                cameras=roster.cameras,
                posting=roster.posting,
                covering=self._coverage.covering,
                secrets=lambda: roster.configuration.secrets,
                store=store,
                store_thread=threads,
                desk=desk,
                looker=looker,
                sees=batcher,
                clock=self._clock,
                committed=self._committed,
            )
            pipeline = Pipeline(
                posting=roster.posting,
                looks=looker,
                sees=batcher,
                desk=desk,
                store=store,
                store_thread=threads,
                facts={"model": f"{model.spec.name} {model.spec.version}", "model_sha256": model.sha256},
                clock=self._clock,
                second=second,
                gating=gating,
                standing=hawkeyes,
            )
            schedule = Schedule(
                settings.budgets,
                settings.looking,
                self._rng,
                pacing=attending.pacing if attending.on else None,
            )
            for posting in roster.postings.values():
                plan(schedule, posting)
            self.engine = engine = LocalEngine(
                schedule=schedule, pipeline=pipeline, clock=self._clock, on_end=self._on_end
            )
            self.outages = OutageDesk(
                roster, clock=self._clock, retry=engine.try_again, resting=engine.resting
            )
            self._load = open_load(
                settings,
                store=store,
                desk=desk,
                roster=roster,
                outages=self.outages,
                clock=self._clock,
                ids=self._ids,
            )
            self._window = window = Window(engine.report)
            self.courier = Courier(
                store,
                tuple(self._configuration.receivers.values()),
                self._configuration.secrets,
                settings.delivery,
                clock=self._clock,
                rng=self._rng,
                desk=desk,
                changed=self._committed,  # "reported" is news to the console
            )
            self._chores = chores = Chores(
                store=store,
                store_thread=threads,
                desk=desk,
                roster=roster,
                engine=engine,
                clock=self._clock,
                sweep=lambda: sweep(
                    store, evidence, raw_days=settings.storage.raw_days, now=self._clock.now()
                ),
                publish=lambda: self._publish(window, batcher),
                after=self._committed,
                outages=self.outages,
            )
            await chores.resume()
            await hawkeyes.resume()
            self._reload = Reload(roster, schedule, pipeline, looker, engine, self.metrics)
            self._offers = offers = open_offers(
                settings,
                secrets=self._configuration.secrets,
                store=store,
                cameras=lambda: roster.configuration.cameras,
                listen=self._bell.listen,
                registry=self.metrics.registry,
                clock=self._clock,
                rng=self._rng,
            )
            app = create_app(self._services(desk, evidence, links, roster, looker), self._bell)
            self.base_url = await stack.enter_async_context(served(app, settings.api))
            running = [
                engine.run(stop),
                self.courier.run(stop),
                chores.run(stop),
                keep_account(
                    self._load.inbox,
                    stop,
                    thread=threads,
                    metrics=LoadMetrics(self.metrics.registry),
                    after=self._committed,
                ),
                hawkeyes.run(stop),
                Watching(
                    roster, looker, pipeline, engine, clock=self._clock, ids=self._ids, rng=self._rng
                ).run(stop),
            ]
            running += [*offers.running(stop), *self._where_wanted(stop, threads)]
            log.info(
                "service.started", cameras=len(roster.postings), api=self.base_url, model=model.spec.name
            )
            self.started.set()
            async with (
                asyncio.TaskGroup() as group
            ):  # one that breaks ends them all: better than half a service
                for part in running:
                    group.create_task(part)
            await chores.flush()
        log.info("service.stopped")

    def _where_wanted(self, stop: asyncio.Event, thread: Executor) -> Iterator[Coroutine[Any, Any, None]]:
        """Yield what runs only where the settings or the caller want it."""
        if self.attending.on:
            yield learn_history(
                self.attending,
                stop,
                store=self.store,
                thread=thread,
                cameras=lambda: self.roster.postings,
                clock=self._clock,
            )
        if self._shadow is not None:
            yield self._shadow.run(stop)
        if self._watch_files:
            yield self._reload.run(stop)

    async def reload(self) -> bool:
        """Read the configs folder again, as after a change of it; return whether it was taken."""
        await self.started.wait()
        return await self._reload.once()

    def _services(
        self,
        desk: Desk,
        evidence: EvidenceStore,
        links: EvidenceLinks | None,
        roster: Roster,
        looker: Looker,
    ) -> Services:
        settings, secrets = self._configuration.settings, self._configuration.secrets
        return Services(
            store=self.store,
            desk=desk,
            evidence=evidence,
            fleet=roster,
            clock=self._clock,
            token=secrets.value(settings.api.token) or "",
            receivers=tuple(self._configuration.receivers),
            callback_secret=secrets.value(settings.delivery.callback_secret)
            if self._configuration.receivers
            else None,
            links=links,
            on_time=lambda: self._window.latest,
            accept_view=self.doubts.accepting(looker.accept_view),
            calibrations=Calibrations(self.doubts),
            look_now=self._look_now,
            ready=self._ready,
            committed=self._committed_in_a_thread,
            live_clients=settings.api.live_clients,
            metrics=self._metrics_text,
            camera_book=CameraBook(roster, self._reload),
            outages=self.outages,
            load=self._load,
            covering=self._coverage.covering,
            heads=Heads(self.hawkeyes, roster.cameras),
            admin_token=secrets.value(settings.api.admin_token) if settings.api.admin_token else None,
            cap=open_cap(settings),
        )

    async def _look_now(self, camera_id: str) -> Frame | LookFailure | None:
        self.attending.asked(camera_id)
        ended = await self.engine.look_now(camera_id)
        return ended if ended is None or isinstance(ended, LookFailure) else ended.frame

    def _ready(self) -> Mapping[str, bool]:
        try:
            with self.store.read() as reader:
                reader.last_event_seq()
            store = True
        except GridwatchError:
            store = False
        return {"store": store, "engine": self.started.is_set()}

    def _metrics_text(self) -> bytes:
        with self.store.read() as reader:
            self._offers.measure(reader)
            return self.metrics.text(self._window.latest, reader)

    def _publish(self, window: Window, batcher: Batcher) -> None:
        window.take()
        self.metrics.shed("pictures", batcher.counters.shed)
        self.metrics.shed("second_views", self.hawkeyes.counts.shed + self.hawkeyes.counts.late)
        self.metrics.shed("tiles", batcher.counters.tiles_left_out)
        self.metrics.gate(self.gating.counts)
        self.metrics.attention(self.attending.watched, self.attending.split)
        self.metrics.outages(self.outages.shown, self.outages.counts)
        self.metrics.attempts(self.courier.outcomes)
        if self._second is not None:
            self.metrics.opinions(self._second.counts)
            self.metrics.shed("opinions", self._second.shed)
        if self._shadow is not None:
            self.metrics.shadow(self._shadow.counts)

    def _on_end(self, ended: Ended) -> None:
        self._tell_parts(ended)
        self._on_look(ended)

    def _tell_parts(self, ended: Ended) -> None:
        self.metrics.look(ended)
        self.attending.note(ended, self.roster.posting(camera_of(ended)))
        self._chores.note(ended, self._looker.clock_offset_s(camera_of(ended)))
        self.doubts.note(ended if isinstance(ended, LookFailure) else ended.frame)
        if isinstance(ended, LookFailure):
            return
        if self._shadow is not None:
            self._shadow.offer(ended, self.roster.posting(ended.frame.camera_id))
        if ended.decision.incidents:
            self._committed()

    def _committed(self) -> None:
        self._bell.ring()
        self.courier.poke()

    def _committed_in_a_thread(self) -> None:
        """Like `_committed`, from a worker thread."""
        self._loop.call_soon_threadsafe(self._committed)
