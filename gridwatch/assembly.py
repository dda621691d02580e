"""The parts of the service, opened one after the other in the order in which they need each other.

What a part needs it gets as an argument; what has to be closed goes on the stack, and is closed in reverse.
A new part is opened by a function of its own (`open_<part>` beside it), called here, and told in `parts.py`.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from alerts.delivery import Courier
from alerts.store.alone import alone
from alerts.store.sql import SqlStore
from api.routes.live import Bell
from core.clock import Clock
from core.ids import Ids
from detectors.network import read_as_run
from gridwatch.attending import Attending
from gridwatch.calibration.doubts import Doubts
from gridwatch.cameras.history import HistoryBook
from gridwatch.cameras.opening import open_cameras
from gridwatch.configuration.loader import Configuration
from gridwatch.coverage import DistrictCoverage
from gridwatch.engines.headway import Headway
from gridwatch.engines.local import Ended, LocalEngine
from gridwatch.hawkeye.opening import open_hawkeyes, reach_of
from gridwatch.libraries import set_for_pictures
from gridwatch.load.opening import open_load
from gridwatch.memory import StoreMemory
from gridwatch.metrics import Metrics
from gridwatch.offers.opening import open_offers
from gridwatch.opening import (
    open_batcher,
    open_desk,
    open_evidence,
    open_gating,
    open_links,
    open_looker,
    open_reel,
    open_schedule,
)
from gridwatch.opinions.opening import open_second_opinions
from gridwatch.outage_desk import OutageDesk
from gridwatch.parts import Parts
from gridwatch.pipeline import Pipeline
from gridwatch.reload import Reload
from gridwatch.roster import Roster
from gridwatch.shadow.opening import open_shadow
from gridwatch.shift.opening import open_film, open_shift
from gridwatch.window import Window


async def assemble(
    configuration: Configuration,
    stack: contextlib.AsyncExitStack,
    *,
    clock: Clock,
    rng: random.Random,
    ids: Ids,
    on_end: Callable[[Ended], None],
    committed: Callable[[], None],
) -> Parts:
    """Open every part of the service; nothing runs yet.

    Args:
        configuration: the whole folder, valid.
        stack: closes what is opened here.
        clock: the time.
        rng: jitter.
        ids: gives ids out.
        on_end: told every look that has ended.
        committed: called when something was written that deliveries and live pages wait for.
    """
    set_for_pictures()
    settings = configuration.settings
    metrics, bell = Metrics(), Bell()
    held = stack.enter_context(alone(settings.storage.url))
    store = SqlStore(settings.storage.url, durable=settings.storage.durable, held=held)
    stack.callback(store.close)
    threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
    stack.callback(threads.shutdown)  # before the store closes: what was handed in is still written
    attending = Attending(settings.attention, clock)
    roster = Roster(configuration, store, clock, attended=attending.told)
    coverage = DistrictCoverage(roster.cameras, turning=reach_of)
    evidence, links = open_evidence(settings), open_links(configuration)
    reel = open_reel(settings)
    zone = ZoneInfo(settings.district.timezone)
    doubts = Doubts(store, threads, roster.camera, clock, zone=zone)
    desk = open_desk(
        configuration,
        store=store,
        roster=roster,
        evidence=evidence,
        links=links,
        coverage=coverage,
        clock=clock,
        ids=ids,
        doubted=doubts.doubted,
    )
    model = read_as_run(configuration.model_folder(), settings.model)
    batcher = open_batcher(settings, model, stack, clock=clock)
    memory = StoreMemory(store, threads)
    looker = open_looker(configuration, model, stack, roster=roster, memory=memory, clock=clock, ids=ids)
    second = open_second_opinions(
        settings,
        sees=batcher,
        live=model.title,
        secrets=configuration.secrets,
        configs=configuration.folder,
        clock=clock,
        beside=True,
    )
    if second is not None:
        stack.push_async_callback(second.close)
    shadow = await open_shadow(
        settings,
        stack,
        live=model,
        configs=configuration.folder,
        profiles=lambda: roster.configuration.profiles,
        clock=clock,
    )
    gating = open_gating(settings, model, stack, posting=roster.posting)
    hawkeyes = open_hawkeyes(
        settings,
        cameras=roster.cameras,
        posting=roster.posting,
        covering=coverage.covering,
        secrets=lambda: roster.configuration.secrets,
        store=store,
        store_thread=threads,
        desk=desk,
        looker=looker,
        sees=batcher,
        clock=clock,
        committed=committed,
    )
    pipeline = Pipeline(
        posting=roster.posting,
        looks=looker,
        sees=batcher,
        desk=desk,
        store=store,
        store_thread=threads,
        facts={"model": model.title, "model_sha256": model.sha256},
        clock=clock,
        second=second,
        gating=gating,
        standing=hawkeyes,
    )
    history = HistoryBook(store, threads, clock, roster.cameras)
    schedule = open_schedule(settings, roster, attending, rng, told=history.period)
    engine = LocalEngine(
        schedule=schedule,
        pipeline=pipeline,
        clock=clock,
        on_end=on_end,
        headway=Headway(settings.budgets.waiting_pictures),
        waiting=lambda: batcher.waiting,
    )
    outages = OutageDesk(roster, clock=clock, retry=engine.try_again, resting=engine.resting)
    load = open_load(settings, store=store, desk=desk, roster=roster, outages=outages, clock=clock, ids=ids)
    courier = Courier(
        store,
        tuple(configuration.receivers.values()),
        configuration.secrets,
        settings.delivery,
        clock=clock,
        rng=rng,
        desk=desk,
        changed=committed,  # "reported" is news to the console
    )
    offers = open_offers(
        settings,
        secrets=configuration.secrets,
        store=store,
        cameras=lambda: roster.configuration.cameras,
        listen=bell.listen,
        registry=metrics.registry,
        clock=clock,
        rng=rng,
    )
    reload = Reload(roster, schedule, pipeline, looker, engine, metrics)
    cameras = open_cameras(
        settings,
        stack,
        roster=roster,
        looker=looker,
        engine=engine,
        sees=batcher,
        hawkeyes=hawkeyes,
        history=history,
        reload=reload,
        store=store,
        threads=threads,
        clock=clock,
        ids=ids,
        rng=rng,
        committed=committed,
    )
    return Parts(
        configuration=configuration,
        clock=clock,
        store=store,
        held=held,
        threads=threads,
        desk=desk,
        evidence=evidence,
        links=links,
        roster=roster,
        coverage=coverage,
        looker=looker,
        model=model,
        batcher=batcher,
        gating=gating,
        pipeline=pipeline,
        engine=engine,
        outages=outages,
        hawkeyes=hawkeyes,
        load=load,
        shift=open_shift(settings.load, store=store, desk=desk, load=load, clock=clock, ids=ids),
        film=open_film(load, reel.read()),
        reel=reel,
        courier=courier,
        attending=attending,
        doubts=doubts,
        second=second,
        shadow=shadow,
        window=Window(engine.report),
        reload=reload,
        cameras=cameras,
        offers=offers,
        metrics=metrics,
        bell=bell,
    )
