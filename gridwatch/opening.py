"""Parts of the service as its settings want them, each opened by one function and closed by the stack it is given."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path

import structlog

from alerts.codes import CodeTable
from alerts.desk import Desk
from alerts.evidence import EvidenceStore
from alerts.film_folder import FilmFolder
from alerts.links import EvidenceLinks, evidence_links
from alerts.locate import Locator
from alerts.store.base import Store
from core.clock import Clock
from core.config.settings.root import Settings
from core.ids import Ids
from detectors.batcher import Batcher
from detectors.model import Model
from detectors.network import open_network, told_by
from detectors.yolo import Detector
from gridwatch.attending import Attending
from gridwatch.casework import open_casework
from gridwatch.configuration.loader import Configuration
from gridwatch.coverage import DistrictCoverage, lookouts
from gridwatch.gate_memory import GateMemory
from gridwatch.gating import Gating
from gridwatch.memory import StoreMemory
from gridwatch.open_files import connections_kept, raise_open_files
from gridwatch.pipeline import Posting
from gridwatch.reload import plan
from gridwatch.roster import Roster
from ingest.accounts import Told
from ingest.looker import Looker
from ingest.quality import WORK_W
from ingest.schedule import Schedule

log = structlog.get_logger(__name__)


def open_evidence(settings: Settings) -> EvidenceStore:
    """Return where pictures are kept."""
    storage = settings.storage
    return EvidenceStore(Path(storage.evidence), max_bytes=int(storage.max_gb * 1e9), durable=storage.durable)


def open_reel(settings: Settings) -> FilmFolder:
    """Return where the film of live cases outlives a restart: in the evidence's folder, so it is on the same volume."""
    return FilmFolder(Path(settings.storage.evidence) / "film")


def open_links(configuration: Configuration) -> EvidenceLinks | None:
    """Return what makes expiring links to pictures; None where none are given."""
    settings = configuration.settings
    secret = configuration.secrets.value(settings.api.token)
    delivery = settings.delivery
    return evidence_links(base_url=delivery.evidence_url, secret=secret, valid_s=delivery.evidence_link_s)


def open_gating(
    settings: Settings,
    model: Model,
    stack: contextlib.AsyncExitStack,
    *,
    posting: Callable[[str], Posting | None],
) -> Gating:
    """Return the change gate with what it knew when the last process stopped; what it knows then is kept."""
    gating = Gating(settings.gate)
    if settings.gate.mode != "off":
        path = Path(settings.storage.evidence) / "gate" / "places.npz"
        memory = GateMemory(path, model=model, told=told_by(model, settings.model), posting=posting)
        log.info("gate.recalled", cameras=memory.recall(gating.gate))
        stack.callback(memory.keep, gating.gate)
    return gating


def open_desk(
    configuration: Configuration,
    *,
    store: Store,
    roster: Roster,
    evidence: EvidenceStore,
    links: EvidenceLinks | None,
    coverage: DistrictCoverage,
    clock: Clock,
    ids: Ids,
    doubted: Callable[[str], bool] = lambda _: False,
) -> Desk:
    """Return where looks, operators and the platform meet the incidents."""
    settings = configuration.settings
    locator = Locator(
        cameras=roster.camera,
        grid=lambda: roster.configuration.grid,
        merging=settings.merging,
        doubted=doubted,
    )
    return Desk(
        store=store,
        locator=locator,
        codes=CodeTable(configuration.matter_table),
        evidence=evidence,
        receivers=tuple(configuration.receivers.values()),
        crosswalks=configuration.crosswalks,
        delivery=settings.delivery,
        merging=settings.merging,
        links=links,
        work=open_casework(roster, clock.now()),
        lookouts=lookouts(coverage, roster.posting),
        clock=clock,
        ids=ids,
    )


def open_batcher(
    settings: Settings, model: Model, stack: contextlib.AsyncExitStack, *, clock: Clock
) -> Batcher:
    """Return the detector behind its queue."""
    network = open_network(model, settings.model)
    detector = Detector(model, network, max_boxes=settings.model.max_boxes, batch=settings.model.batch)
    batcher = Batcher(
        detector,
        batch=settings.model.batch,
        wait_ms=settings.model.batch_wait_ms,
        waiting=settings.budgets.waiting_pictures,
        per_s=settings.budgets.pictures_per_s,
        clock=clock,
    )
    stack.push_async_callback(batcher.close)
    return batcher


def open_looker(
    configuration: Configuration,
    model: Model,
    stack: contextlib.AsyncExitStack,
    *,
    roster: Roster,
    memory: StoreMemory,
    clock: Clock,
    ids: Ids,
) -> Looker:
    """Return what takes pictures of cameras."""
    settings = configuration.settings
    looker = Looker(
        cameras=roster.camera,
        secrets=configuration.secrets,
        memory=memory,
        looking=settings.looking,
        quality=settings.quality,
        clock=clock,
        ids=ids,
        enough=picture_sizes(settings, model, roster),
        streams=settings.budgets.sessions,  # a stream that hangs keeps its thread: sessions are the bound
        keep=connections_kept(raise_open_files()),
    )
    stack.push_async_callback(looker.close)
    return looker


def open_schedule(
    settings: Settings, roster: Roster, attending: Attending, rng: random.Random, *, told: Told | None = None
) -> Schedule:
    """Return who is looked at next, with every camera of the roster in it; `told` hears of every period."""
    pacing = attending.pacing if attending.on else None
    schedule = Schedule(settings.budgets, settings.looking, rng, pacing=pacing, told=told)
    for posting in roster.postings.values():
        plan(schedule, posting)
    return schedule


def picture_sizes(settings: Settings, model: Model, roster: Roster) -> Callable[[str], int | None]:
    """Return what says how large each camera's picture must be (pixels); None: whole, as tiles are cut from it."""
    cuts = settings.opinion.kind != "none" or settings.shadow.model or settings.shadow.profiles
    side = max(*model.spec.size, WORK_W)

    def enough(camera_id: str) -> int | None:
        posting = roster.posting(camera_id)
        return None if cuts or posting is None or posting.profile.wants_tiles else side

    return enough
