"""A whole API over an in-memory store and a real desk, for the tests of its routes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from starlette.testclient import TestClient

from alerts.case.casework import Casework
from alerts.codes import CodeTable
from alerts.desk import Desk
from alerts.evidence import EvidenceStore
from alerts.film import Film
from alerts.grid import GridIndex
from alerts.links import EvidenceLinks
from alerts.load.acts import LoadActs
from alerts.load.inbox import InboxDesk
from alerts.load.inhibition import Inhibition
from alerts.load.office import LoadOffice
from alerts.locate import Locator
from alerts.shift.office import Shift
from alerts.store.base import Json, Store
from alerts.store.memory import MemoryStore
from api.app import create_app
from api.camera_book import Changed, ChangeRefused, Wanted, Written
from api.map.source import MapSource
from api.overlays import OverlayNow, PartChange, TuneAct, Tuned, TuneWish
from api.routes.live import Bell
from api.services import Services
from api.trials import Reply, Request
from core.clock import ManualClock
from core.config.camera import Camera
from core.config.matter import MatterTable
from core.config.overlay import Overlay, overlaid
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.config.settings.load import Load
from core.config.settings.looking import Budgets, Looking
from core.config.settings.merging import Merging
from core.errors import NotFound
from core.frame import Frame
from core.ids import CountingIds
from core.incident import Incident
from core.look import LookFailure
from core.reason import Reason
from core.sighting import Finding, Sighting
from gridwatch.coverage import DistrictCoverage, lookouts
from gridwatch.pipeline import Posting
from ingest.outage import Outage
from ingest.schedule import Schedule
from tests.builders import camera, detections, frame, profile
from tests.builders_desk import sighting

TOKEN = "a-token-for-tests"
CALLBACK = "whsec_" + "dGVzdC1jYWxsYmFjay1rZXktMzItYnl0ZXMtbG9uZyE="
TABLE = MatterTable.model_validate(
    {
        "table": "Test table",
        "version": "1",
        "rows": [
            {"matter": "construction_waste", "code": "06011", "name": "积存垃圾渣土", "name_en": "Waste"},
            {"matter": "crowding", "code": "10901", "name": "人员聚集", "name_en": "Crowding"},
            {
                "matter": "obstruction",
                "code": "09006",
                "name": "占道经营",
                "name_en": "Obstruction",
                "severity": "moderate",
            },
            {
                "matter": "fire_lane",
                "code": "09012",
                "name": "占用消防通道",
                "name_en": "Fire lane",
                "severity": "severe",
            },
        ],
    }
)


class Deck:
    """The API with everything behind it, and hands to put incidents in."""

    def __init__(
        self, folder: Path, clock: ManualClock, *, live_clients: int = 10, store: Store | None = None
    ) -> None:
        self.clock = clock
        self.store: Store = store or MemoryStore()
        self.known: dict[str, Camera] = {"cam-1": camera(), "cam-2": camera("cam-2", owner="police")}
        self.records: dict[str, Json] = {}
        self.looked: Frame | LookFailure | None = None
        self.working = {"store": True}
        self.committed = 0
        self.accepted: list[str] = []
        self.pictured: list[str] = []
        self.wanted: list[Wanted] = []
        self.tunes: list[TuneWish] = []
        self.over: dict[str, Overlay] = {}
        self.dark: tuple[Outage, ...] = ()
        self.refuses: ChangeRefused | None = None
        self.becomes: Literal["added", "changed", "removed", "same"] = "changed"
        self.evidence = EvidenceStore(folder, max_bytes=10**9)
        self.links = EvidenceLinks(base_url="http://testserver/evidence", key=b"0123456789abcdef", valid_s=60)
        merging = Merging()
        receiver = Receiver(name="platform", url="http://127.0.0.1:9/", secret="p", allow=("127.0.0.0/8",))
        self.coverage = DistrictCoverage(lambda: dict(self.known))
        self.work = Casework()
        self.desk = Desk(
            store=self.store,
            locator=Locator(cameras=self.known.get, grid=GridIndex, merging=merging),
            codes=CodeTable(TABLE),
            evidence=self.evidence,
            receivers=(receiver,),
            delivery=Delivery(),
            merging=merging,
            links=self.links,
            clock=clock,
            ids=CountingIds(),
            work=lambda: self.work,
            lookouts=lookouts(self.coverage, self._posting),
        )
        self.causes: tuple[Inhibition, ...] = ()
        self.load = LoadOffice(
            inbox=InboxDesk(
                self.store,
                rule=Load(),
                zone=ZoneInfo("Asia/Shanghai"),
                clock=clock,
                causes=lambda: self.causes,
            ),
            acts=LoadActs(self.store, self.desk, rule=Load(), clock=clock, ids=CountingIds()),
        )
        self.shift = Shift(self.store, self.desk, self.load.acts, rule=Load(), clock=clock, ids=CountingIds())
        self.film = Film(lambda _: True)
        schedule = Schedule(Budgets(), Looking(), random.Random(1))
        services = Services(
            store=self.store,
            desk=self.desk,
            evidence=self.evidence,
            fleet=self,
            clock=clock,
            token=TOKEN,
            receivers=("platform",),
            callback_secret=CALLBACK,
            links=self.links,
            on_time=lambda: schedule.report(clock.monotonic()),
            look_now=self._look_now,
            accept_view=self._accept_view,
            ready=lambda: self.working,
            committed=self._count,
            live_clients=live_clients,
            metrics=lambda: b"gridwatch_up 1\n",
            camera_book=self,
            overlays=self,
            outages=self,
            covering=self.coverage.covering,
            load=self.load,
            shift=self.shift,
            film=self.film,
            trials=self,
            maps=MapSource(matters={"construction_waste": ("积存垃圾渣土", "Construction waste")}),
        )
        self.bell = Bell()
        self.app = create_app(services, self.bell)
        self.client = TestClient(self.app, headers={"Authorization": f"Bearer {TOKEN}"})
        self.stranger = TestClient(self.app)

    def incident(self, *, camera_id: str = "cam-1", seconds: float = 0, **changes: Any) -> Incident:
        """Let a rule confirm a heap, and return its incident."""
        self.see(sighting(Finding.CANDIDATE, seconds=seconds, camera_id=camera_id, **changes))
        return self.see(sighting(Finding.PRESENT, seconds=seconds + 1, camera_id=camera_id, **changes))[0]

    def _posting(self, camera_id: str) -> Posting:
        return Posting(camera=self.known[camera_id], profile=profile())

    def see(self, *sightings: Sighting) -> tuple[Incident, ...]:
        """Take one look in."""
        first = sightings[0]
        self.clock.move_to(first.at)
        look = frame(seconds=(first.at - frame().taken_at).total_seconds(), camera_id=first.camera_id)
        return self.desk.take(look, detections(), sightings, {"rules": {}}, profile(), {}).incidents

    async def _look_now(self, camera_id: str) -> Frame | LookFailure | None:
        return self.looked

    async def _accept_view(self, camera_id: str) -> None:
        self.accepted.append(camera_id)

    def _count(self) -> None:
        self.committed += 1

    # api.camera_book.CameraBook

    def written(self, camera_id: str) -> Written | None:
        """As the API's own file holds it; its version is a count."""
        known = self.known.get(camera_id)
        if known is None:
            return None
        version = f"v{len(self.wanted)}"
        return Written(camera=known, file="cameras/api.yaml", line=3, version=version, ours=True)

    async def change(self, wanted: Wanted) -> Changed:
        """Note the wish, and do as the test says."""
        self.wanted.append(wanted)
        if self.refuses is not None:
            raise self.refuses
        return Changed(
            what=self.becomes, fields=("name",), written=self.written(wanted.camera_id), warnings=()
        )

    # api.overlays.OverlayBook

    def overlay(self, camera_id: str) -> OverlayNow | None:
        """Over a camera of a file that is not the API's; the version is a count."""
        known, over = self.known.get(camera_id), self.over.get(camera_id)
        if known is None and over is None:
            return None
        return OverlayNow(
            camera_id=camera_id,
            version=f"v{len(self.tunes)}",
            written=known,
            file="cameras/police.csv" if known else "",
            line=7 if known else None,
            overlay=over,
            overlay_file=f"cameras/overlays/{camera_id}.yaml",
        )

    def overlays(self) -> list[OverlayNow]:
        """Those that the test has laid."""
        return [now for camera_id in self.over if (now := self.overlay(camera_id)) is not None]

    async def tune(self, wish: TuneWish) -> Tuned:
        """Note the wish, and lay it over the camera."""
        if self.refuses is not None:
            raise self.refuses
        if self.overlay(wish.camera_id) is None:
            raise NotFound(f"no camera {wish.camera_id}")
        self.tunes.append(wish)
        change = PartChange(part="zones", before=None, after=wish.data)
        if wish.data is None:
            self.over.pop(wish.camera_id, None)
        else:
            over = Overlay.model_validate(
                {key: value for key, value in wish.data.items() if value is not None}
            )
            self.over[wish.camera_id] = over
            self.known[wish.camera_id] = overlaid(self.known[wish.camera_id], over)
        return Tuned(
            what="reverted" if wish.data is None else "set",
            changes=(change,),
            now=self.overlay(wish.camera_id),
            told=f"{wish.camera_id} zones: 1 -> 2",
        )

    def tune_acts(self, camera_id: str) -> list[TuneAct]:
        """What was wished."""
        change = PartChange(part="zones", before=None, after={"zones": []})
        return [
            TuneAct(at=self.clock.now(), who=one.who, changes=(change,), told="zones: file -> 0")
            for one in reversed(self.tunes)
            if one.camera_id == camera_id
        ]

    # api.trials.TrialBook

    async def preview(self, receiver: str, incident_id: str | None) -> Request:
        """Of anything, to the one receiver."""
        if receiver != "platform":
            raise NotFound(f"no receiver {receiver}")
        body, event = incident_id or "sample", "opened" if incident_id else "test"
        return Request(
            url="http://127.0.0.1:9/", headers={"webhook-id": "msg"}, body=body, event=event, untold=None
        )

    async def send_test(self, receiver: str) -> Reply:
        """Taken at once."""
        request = await self.preview(receiver, None)
        return Reply(request=request, accepted=True, status=200, detail="ok", took_s=0.01, case_number="T-1")

    # api.services.OutageBook

    @property
    def shown(self) -> tuple[Outage, ...]:
        """As the test has set them."""
        return self.dark

    def explains(self, camera_id: str) -> str | None:
        """By what the test has set."""
        return next((one.id for one in self.dark if camera_id in one.cameras), None)

    def reason(self, outage: Outage) -> Reason:
        """In words that only name it."""
        facts = {"name": "x", "name_en": "x", "cameras": outage.down, "members": 9, "since": "10:03"}
        return Reason(code=f"outage.{outage.group.kind.value}", facts=facts)

    # api.services.Fleet

    def cameras(self) -> Mapping[str, Camera]:
        """Every camera."""
        return self.known

    def profile_name(self, camera_id: str) -> str | None:
        """Always the same."""
        return "street"

    def health(self, camera_id: str) -> Json | None:
        """As the test has set it."""
        return self.records.get(camera_id)

    def states(self) -> Mapping[str, tuple[str, str]]:
        """By the records."""
        return {
            name: (
                str(self.records.get(name, {}).get("state", "unknown")),
                str(self.records.get(name, {}).get("kind") or ""),
            )
            if camera.enabled
            else ("off", "")
            for name, camera in self.known.items()
        }

    def why_nothing(self, camera_id: str) -> tuple[Reason, ...]:
        """Always the same."""
        return (Reason(code="dwell.dropped", facts={"label": "waste", "hits": 1, "looks": 4}),)

    def latest(self, camera_id: str) -> bytes | None:
        """Only of the first camera."""
        return b"\xff\xd8jpeg" if camera_id == "cam-1" else None

    def want_picture(self, camera_id: str) -> None:
        """Note it."""
        self.pictured.append(camera_id)

    def shown_look(self, camera_id: str) -> str | None:
        """Only of the first camera."""
        return "look-1" if camera_id == "cam-1" else None

    def district(self) -> Mapping[str, Any]:
        """Of nowhere."""
        return {"name": "示范区", "name_en": "Demo District", "code": "990101", "timezone": "Asia/Shanghai"}

    def grid(self) -> Json:
        """Empty."""
        return {"type": "FeatureCollection", "features": []}
