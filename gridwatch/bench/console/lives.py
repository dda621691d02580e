"""Lives of cases, each led once by the real filing and the real store, and how often each occurs.

All matters of a life are led together. Nothing is delivered: outbox, ledger and trail stay empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from alerts.callbacks import PlatformStatus, StatusUpdate
from alerts.case.casework import Casework
from alerts.codes import CodeTable
from alerts.filing import Filing, Mailing
from alerts.life import GRIDWATCH, Event
from alerts.platform import apply_status
from alerts.store.load import LoadMark, Marked
from alerts.store.sql import SqlStore
from alerts.titles import headline
from core.case import FOR_CONFIRMATION
from core.clock import ManualClock
from core.config.settings.delivery import Delivery
from core.geo import LonLat
from core.geometry import Box
from core.ids import Ids
from core.incident import Incident, Picture, Status, View
from core.place import GridCell, Place, PlaceOrigin
from core.reason import Reason
from gridwatch.bench.console.blank import Marks

START = datetime(
    2026, 3, 2, 1, 0, 0, 123457, tzinfo=UTC
)  # a working morning; odd, so that nothing else is alike
LON, LAT, CONFIDENCE = 111.987654321, 22.987654321, 0.123456789
CODES = ("999999", "999999888", "999999888777", "999999888777666")
NAMES = ("§district", "§street", "§community", "§community§grid")
CAMERAS, OWNER, LOOK, CASE = ("§first", "§second"), "§owner", "§look", "§case"
RAW, MASKED, SHA, WHERE = "§raw", "§masked", "§sha", "§street§community§grid"
_MODEL = {"model": "yolo11s 0.5.0", "model_sha256": "0" * 64, "profile": "street 1"}

Act = Callable[["Hand", Incident], None]


@dataclass(frozen=True, slots=True)
class Life:
    """What happens to a case, minutes after it was first seen, and its share of the cases of its sort."""

    share: float
    acts: tuple[tuple[float, Act], ...]
    confirm: bool = False  # it waits for an operator before anybody is told
    views: int = 1


class Hand:
    """Does one thing to one case within an open transaction."""

    def __init__(self, filing: Filing, ids: Ids) -> None:
        self.filing = filing
        self._ids = ids

    def step(self, incident: Incident, event: Event, who: str, code: str, **facts: str | float) -> None:
        """Take one step."""
        self.filing.step(incident, event, who=who, why=Reason(code=code, facts=facts))

    def platform(self, incident: Incident, status: PlatformStatus) -> None:
        """Let the platform say something."""
        said = StatusUpdate(
            message_id=self._ids.new("said"),
            incident_id=incident.id,
            status=status,
            at=self.filing.now,
            case_number=CASE,
        )
        apply_status(self.filing, said)


def _opened(confirm: bool) -> Act:
    def act(hand: Hand, incident: Incident) -> None:
        placed = hand.filing.work.opened(incident, profile=None)
        held = FOR_CONFIRMATION if confirm else None
        placed = replace(placed, case=replace(placed.case, held_for=held))
        hand.step(placed, Event.OPENED, "rule:waste", "dwell.present", label="waste", zone="picture")

    return act


def _said(status: PlatformStatus) -> Act:
    return lambda hand, incident: hand.platform(incident, status)


def _by(event: Event, who: str, code: str = "text", **facts: str) -> Act:
    return lambda hand, incident: hand.step(incident, event, who, code, **facts)


_LI, _WANG = "operator:li", "operator:wang"
_FILED, _SENT, _AT_WORK, _DONE = map(
    _said,
    (PlatformStatus.FILED, PlatformStatus.DISPATCHED, PlatformStatus.HANDLING, PlatformStatus.HANDLED),
)
_GONE = _by(Event.PROVEN, GRIDWATCH, text="two looks show nothing")
_STILL = _by(Event.STILL_THERE, GRIDWATCH, text="a look shows it")
_CLEARED = _by(Event.CLEARED, "rule:waste", text="no look shows it")
_TAKEN = _by(Event.ACKNOWLEDGE, _LI, text="")
_CONFIRMED = _by(Event.CONFIRM, _WANG, text="seen on the picture")
_NOT_SO = _by(Event.REJECT, _LI, text="误报")
_BY_WORD = _by(Event.CLOSE, _WANG, text="巡查员已核实")


def _verified(share: float, views: int) -> Life:
    return Life(share, ((6, _FILED), (25, _SENT), (40, _AT_WORK), (170, _DONE), (200, _GONE)), views=views)


ENDED = (
    _verified(0.33, 1),
    _verified(0.17, 2),
    Life(0.08, ((9, _CONFIRMED), (12, _FILED), (30, _SENT), (150, _DONE), (175, _GONE)), confirm=True),
    Life(0.06, ((6, _FILED), (25, _SENT), (140, _DONE), (160, _STILL), (300, _DONE), (330, _GONE))),
    Life(0.08, ((35, _CLEARED), (65, _GONE))),
    Life(0.05, ((8, _TAKEN), (45, _BY_WORD))),
    Life(0.15, ((7, _NOT_SO),)),
    Life(0.08, ((7, _NOT_SO),), confirm=True),
)
LIVE = (
    Life(0.03, (), confirm=True),
    Life(0.01, ()),
    Life(0.02, ((7, _TAKEN),)),
    Life(0.18, ((6, _FILED),)),
    Life(0.56, ((6, _FILED), (25, _SENT), (40, _AT_WORK)), views=2),
    Life(0.19, ((6, _FILED), (25, _SENT), (150, _DONE))),
    Life(0.01, ((6, _FILED), (25, _SENT), (140, _DONE), (160, _STILL))),
)


@dataclass(frozen=True, slots=True)
class Led:
    """Cases that were led: for each matter the id of its case, and what is to be left blank in their rows."""

    ids: Mapping[str, str]  # matter -> incident
    marks: Mapping[str, Marks]
    minutes: float  # from the first look to the last step


def lead(
    store: SqlStore, life: Life, matters: tuple[str, ...], codes: CodeTable, work: Casework, ids: Ids
) -> Led:
    """Lead one case of each matter through a life."""
    clock = ManualClock(START)
    cases = {matter: ids.new("inc") for matter in matters}
    acts: tuple[tuple[float, Act], ...] = ((1.0, _opened(life.confirm)), *life.acts)
    with _hand(store, clock, work, ids) as hand:
        for matter, case in cases.items():
            _begin(hand, case, matter, codes, life)
    for minute, act in acts:
        clock.move_to(START + timedelta(minutes=minute))
        with _hand(store, clock, work, ids) as hand:
            for case in cases.values():
                act(hand, hand.filing.require(case))
    _mark(store, cases.values(), START + timedelta(minutes=1), taken=len(life.acts) > 0)
    marks = {matter: _marks(case) for matter, case in cases.items()}
    return Led(cases, marks, acts[-1][0])


@contextmanager
def _hand(store: SqlStore, clock: ManualClock, work: Casework, ids: Ids) -> Iterator[Hand]:
    """Open one transaction; what was done is written at its end."""
    mailing = Mailing(receivers=(), settings=Delivery())
    with store.write() as writer:
        filing = Filing(writer, mailing=mailing, ids=ids, now=clock.now(), facts=_MODEL, work=work)
        yield Hand(filing, ids)
        filing.file()


def _begin(hand: Hand, incident_id: str, matter: str, codes: CodeTable, life: Life) -> None:
    code = codes.of_key(matter) or codes.code(matter, "*")
    levels = ("district", "street", "community", "grid")
    path = tuple(
        GridCell(level=level, code=one, name=name)
        for level, one, name in zip(levels, CODES, NAMES, strict=True)
    )
    place = Place(point=LonLat(lon=LON, lat=LAT), radius_m=8.0, origin=PlaceOrigin.POSE, grid=path)
    title, title_en = headline(code, place, "")
    why = Reason(code="dwell.present", facts={"label": "waste", "zone": "picture"})
    views = tuple(_view(camera, place, why if n else None) for n, camera in enumerate(CAMERAS[: life.views]))
    incident = Incident(
        id=incident_id,
        version=0,
        status=Status.CANDIDATE,
        matter=code,
        place=place,
        owner=OWNER,
        title=title,
        title_en=title_en,
        why=why,
        confidence=CONFIDENCE,
        created_at=START,
        opened_at=None,
        closed_at=None,
        updated_at=START,
        views=views,
        pictures=(_picture(),),
        facts={**_MODEL, "certainty": "likely", "rule": "waste", "zone_kind": "any"},
    )
    hand.filing.begin(incident, who="rule:waste", look_id=f"{LOOK}-0")


def _view(camera: str, place: Place, why: Reason | None) -> View:
    return View(
        camera_id=camera,
        subject=f"{camera}/waste/{LOOK}",
        zone="picture",
        rule="waste",
        first_seen=START,
        last_seen=START,
        last_look=START,
        confidence=CONFIDENCE,
        count=None,
        box=Box(x0=0.42, y0=0.6, x1=0.58, y1=0.75),
        place=place,
        why=why,
    )


def _picture() -> Picture:
    return Picture(
        role="before",
        camera_id=CAMERAS[0],
        look_id=f"{LOOK}-0",
        taken_at=START,
        raw_key=RAW,
        masked_key=MASKED,
        width=640,
        height=360,
        sha256=SHA,
        box=Box(x0=0.42, y0=0.6, x1=0.58, y1=0.75),
    )


def _mark(store: SqlStore, cases: Iterable[str], at: datetime, *, taken: bool) -> None:
    """Write down that each was shown to operators, and that somebody took it, as the inbox's desk does."""
    made = []
    with store.write() as writer:
        for case in cases:
            one = writer.incident(case)
            assert one is not None  # noqa: S101 - it was just led
            told = {
                "incident_id": case,
                "matter": one.matter.key,
                "severity": one.matter.severity,
                "owner": OWNER,
                "street": CODES[1],
                "source": f"{CAMERAS[0]}/picture/{one.matter.key}",
            }
            made.append(LoadMark(at=at, what=Marked.SHOWN, **told))
            if taken:
                made.append(LoadMark(at=at + timedelta(minutes=4), what=Marked.TAKEN, **told))
        writer.add_load_marks(made)


def _marks(incident_id: str) -> Marks:
    texts = {
        incident_id: "id",
        WHERE: "where",
        NAMES[3]: "name_grid",
        NAMES[2]: "name_community",
        NAMES[1]: "name_street",
        NAMES[0]: "name_district",
        CODES[3]: "grid",
        CODES[2]: "community",
        CODES[1]: "street",
        CODES[0]: "district",
        CAMERAS[0]: "camera",
        CAMERAS[1]: "second",
        OWNER: "owner",
        LOOK: "look",
        CASE: "case",
        RAW: "raw",
        MASKED: "masked",
        SHA: "sha",
    }
    return Marks(start=START, texts=texts, numbers={LON: "lon", LAT: "lat", CONFIDENCE: "confidence"})
