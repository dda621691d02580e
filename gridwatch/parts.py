"""The open parts of a running service as one frozen record: the API's answers and the metrics are made of it."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

from alerts.delivery import Courier
from alerts.desk import Desk
from alerts.evidence import EvidenceStore
from alerts.film import Film
from alerts.film_folder import FilmFolder
from alerts.links import EvidenceLinks
from alerts.load.office import LoadOffice
from alerts.shift.office import Shift
from alerts.store.alone import Held
from alerts.store.base import Store
from api.routes.live import Bell
from core.clock import Clock
from detectors.batcher import Batcher
from detectors.model import Model
from gridwatch.attending import Attending
from gridwatch.calibration.doubts import Doubts
from gridwatch.cameras.opening import CameraParts
from gridwatch.configuration.loader import Configuration
from gridwatch.coverage import DistrictCoverage
from gridwatch.engines.local import LocalEngine
from gridwatch.gating import Gating
from gridwatch.hawkeye.eyes import Hawkeyes
from gridwatch.metrics import Metrics
from gridwatch.offers.opening import Offers
from gridwatch.opinions.second import SecondOpinions
from gridwatch.outage_desk import OutageDesk
from gridwatch.pipeline import Pipeline
from gridwatch.reload import Reload
from gridwatch.roster import Roster
from gridwatch.shadow.runner import Shadow
from gridwatch.window import Window
from ingest.looker import Looker


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """Everything that is open while the service runs."""

    configuration: Configuration  # as at the start; what may change while running is asked of the roster
    clock: Clock
    store: Store
    held: Held  # the store's database, for this process alone
    threads: Executor  # the one thread in which the store is written
    desk: Desk
    evidence: EvidenceStore
    links: EvidenceLinks | None  # None: no links are given
    roster: Roster
    coverage: DistrictCoverage
    looker: Looker
    model: Model  # the live one
    batcher: Batcher
    gating: Gating
    pipeline: Pipeline
    engine: LocalEngine
    outages: OutageDesk
    hawkeyes: Hawkeyes
    load: LoadOffice
    shift: Shift
    film: Film
    reel: FilmFolder  # the film over a restart
    courier: Courier
    attending: Attending
    doubts: Doubts
    second: SecondOpinions | None  # None: no second opinion is asked for
    shadow: Shadow | None  # None: nothing is tried beside
    window: Window
    reload: Reload
    cameras: CameraParts  # history, live views, turning by hand, trying, jobs
    offers: Offers
    metrics: Metrics
    bell: Bell
