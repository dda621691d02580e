"""What the API needs from the rest, as one frozen record; the wiring fills it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from alerts.cap.alert import Issuer
from alerts.covering import Sight
from alerts.desk import Desk
from alerts.evidence import EvidenceStore
from alerts.film import Film
from alerts.links import EvidenceLinks
from alerts.load.office import LoadOffice
from alerts.shift.office import Shift
from alerts.store.base import Json, Store
from api.calibrations import CalibrationBook, NoDoubts
from api.camera_book import CameraBook
from api.camera_desk import CameraDesk
from api.engineering import WorkbenchBook
from api.hawkeyes import HeadBook, NoHeads
from api.map.source import MapSource
from api.overlays import OverlayBook
from api.trials import NoTrials, TrialBook
from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.people import People
from core.frame import Frame
from core.look import LookFailure
from core.place import Place
from core.reason import Reason
from ingest.outage import Outage
from ingest.schedule import OnTime


class Fleet(Protocol):
    """The cameras as now configured, and how they are."""

    def cameras(self) -> Mapping[str, Camera]:
        """Return every configured camera."""
        ...

    def profile_name(self, camera_id: str) -> str | None:
        """Return the name of the profile it is checked by."""
        ...

    def health(self, camera_id: str) -> Json | None:
        """Return its health record."""
        ...

    def states(self) -> Mapping[str, tuple[str, str]]:
        """Return how every camera is now: a state of health, or "off", and the kind of failure it is for ("": none)."""
        ...

    def why_nothing(self, camera_id: str) -> tuple[Reason, ...]:
        """Return why the rules said nothing at its last look; empty when they did, or before the first."""
        ...

    def latest(self, camera_id: str) -> bytes | None:
        """Return its last good picture as a small JPEG, if one is at hand."""
        ...

    def want_picture(self, camera_id: str) -> None:
        """Keep its pictures at hand from now on: somebody looks at them."""
        ...

    def shown_look(self, camera_id: str) -> str | None:
        """Return the id of the look that `latest` shows."""
        ...

    def district(self) -> Mapping[str, Any]:
        """Return the district's name, code and time zone (IANA): API times are UTC."""
        ...

    def grid(self) -> Json:
        """Return the grid polygons as a GeoJSON FeatureCollection in WGS-84."""
        ...


class OutageBook(Protocol):
    """What fails together, as now known."""

    @property
    def shown(self) -> Sequence[Outage]:
        """What lasts, then what is over, each the newest first."""
        ...

    def explains(self, camera_id: str) -> str | None:
        """Return the outage that explains why a camera does not answer."""
        ...

    def reason(self, outage: Outage) -> Reason:
        """Return what an operator reads."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """Everything a route may use."""

    store: Store
    desk: Desk
    evidence: EvidenceStore
    fleet: Fleet
    clock: Clock
    token: str = field(repr=False)
    callback_secret: str | None = field(repr=False)  # None: no platform is configured
    links: EvidenceLinks | None  # None: no links are given
    on_time: Callable[[], OnTime]
    accept_view: Callable[[str], Awaitable[None]]  # the camera was turned on purpose
    look_now: Callable[[str], Awaitable[Frame | LookFailure | None]]
    ready: Callable[[], Mapping[str, bool]]  # part to whether it works
    committed: Callable[[], None]  # called after a route changed the store: wakes deliveries and live events
    live_clients: int
    metrics: Callable[[], bytes]
    camera_book: CameraBook
    overlays: OverlayBook
    outages: OutageBook
    covering: Callable[[Place, Collection[str]], Sequence[Sight]]  # (place, who has shown it) -> cameras
    load: LoadOffice
    shift: Shift
    film: Film
    receivers: tuple[str, ...] = ()  # names of whom is told
    calibrations: CalibrationBook = field(default_factory=NoDoubts)  # which are doubted
    heads: HeadBook = field(default_factory=NoHeads)  # the cameras that can be turned
    camera_desk: CameraDesk | None = None  # who knows single cameras closely; None: nobody
    trials: TrialBook = field(default_factory=NoTrials)  # receivers tried out
    people: People = field(default_factory=People)  # who may log in, for how long
    people_key: str | None = field(default=None, repr=False)  # seals second factors; None: `token` does
    admin_token: str | None = field(default=None, repr=False)  # None: the API token is the administrator's
    public_url: str = ""  # where people outside reach us; "": unknown
    workbench: WorkbenchBook | None = None  # None: no engineer's pages
    cap: Issuer | None = None  # who issues CAP messages; None: nobody does
    maps: MapSource = field(default_factory=MapSource)  # what is drawn below, and what matters are called
