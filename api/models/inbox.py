"""The inbox as the API tells it. Times are UTC."""

from __future__ import annotations

from datetime import datetime

from alerts.load.inbox import Inbox
from alerts.load.queue import Card, Row
from alerts.load.rank import parts
from alerts.shift.office import Standing
from api.models.base import Told
from api.models.shift import ClaimOut, PendingOut
from core.incident import Incident, Status
from core.place import Place

NOTHING = Standing()


class PartOut(Told):
    """What one question adds to the points."""

    name: str
    """severity, certainty, age, repeats or place."""
    points: float
    """Of 100 in all."""
    why: str
    """Chinese."""
    why_en: str
    """English."""


class ThumbOut(Told):
    """The picture that a line shows."""

    url: str
    """With persons masked; `?width=320` makes it small."""
    role: str
    """before, latest, after or second_view."""
    camera_id: str
    """Whose."""
    taken_at: datetime
    """When."""
    box: tuple[float, float, float, float] | None
    """Relative x0, y0, x1, y1 of what was found."""

    @classmethod
    def of(cls, incident: Incident) -> ThumbOut | None:
        """Tell the newest picture that may be shown; null where none could be masked."""
        shown = [one for one in incident.pictures if one.masked_key is not None]
        if not shown:
            return None
        one = max(shown, key=lambda picture: picture.taken_at)
        return cls(
            url=f"/api/v1/evidence/{one.masked_key}",
            role=one.role,
            camera_id=one.camera_id,
            taken_at=one.taken_at,
            box=one.box.row if one.box else None,
        )


class SpotOut(Told):
    """Where it is, in short."""

    lon: float
    """Longitude, WGS-84."""
    lat: float
    """Latitude."""
    radius_m: float
    """Metres within which 95 % of true places lie."""
    cells: list[str]
    """Names of street, community and grid, as far as known."""

    @classmethod
    def of(cls, place: Place) -> SpotOut:
        """Tell a place."""
        return cls(
            lon=place.point.lon,
            lat=place.point.lat,
            radius_m=round(place.radius_m, 1),
            cells=[cell.name for cell in place.grid if cell.level != "district"],
        )


class CardOut(Told):
    """One incident in the inbox, and why it is shown or held back."""

    id: str
    """Incident."""
    title: str
    """Chinese headline."""
    title_en: str
    """English headline."""
    status: Status
    """Where it stands."""
    matter: str
    """Our name."""
    severity: str
    """CAP severity."""
    certainty: str
    """observed (by a person), likely or possible."""
    owner: str
    """Source owner."""
    grid: str
    """Grid code."""
    cameras: list[str]
    """That see it."""
    since: datetime
    """It has asked for attention since."""
    waits: bool
    """For an operator; false: somebody has it."""
    asks: bool
    """False: below `load.ask_from`; it waits at the end."""
    overdue: bool
    """Its unit's time limit has passed."""
    shown: bool
    """False: held back."""
    by: str
    """What holds it back: outage, turned, weather, degraded, silence, shelf."""
    ref: str
    """Outage or silence that does."""
    why: str
    """Why it is shown or held back, in Chinese."""
    why_en: str
    """In English."""
    points: float
    """Its rank, of 100."""
    parts: list[PartOut]
    """Where the points come from."""
    names: list[str]
    """Standing, chattering: in Chinese."""
    names_en: list[str]
    """In English."""
    version: int
    """Grows by one with every change."""
    matter_name: str
    """What is wrong, in Chinese, by the city's table."""
    matter_name_en: str
    """In English."""
    place: SpotOut
    """Where."""
    thumb: ThumbOut | None
    """The newest picture; null where none may be shown."""
    unit: str | None
    """Responsible unit, Chinese name."""
    unit_en: str | None
    """English name."""
    due_at: datetime | None
    """When its unit's limit runs out; null while none runs."""
    used: float | None
    """Share of that limit that has passed; more than 1: late."""
    held_for: str | None
    """What it waits for before a receiver is told: confirmation or reopened_once."""
    reports: int
    """Others who reported it."""
    reopened: int
    """Times it was called handled and was not."""
    recurs: bool
    """Whether the same was closed here within 30 days."""
    claim: ClaimOut | None
    """Who works on it; null: nobody."""
    pending: list[PendingOut]
    """What operators have said and is not carried out yet, the next first."""

    @classmethod
    def of(cls, card: Card, inbox: Inbox, standing: Standing = NOTHING) -> CardOut:
        """Tell a card; `standing`: who has which case and what waits."""
        item = card.item
        incident = inbox.incidents[item.id]
        case, claim = incident.case, standing.claims.get(item.id)
        return cls(
            id=item.id,
            title=incident.title,
            title_en=incident.title_en,
            status=incident.status,
            matter=item.matter,
            severity=item.severity,
            certainty=item.certainty,
            owner=item.owner,
            grid=item.grid,
            cameras=list(item.cameras),
            since=item.since,
            waits=item.waits,
            asks=card.asks,
            overdue=item.overdue,
            shown=card.shown,
            by=card.by,
            ref=card.ref,
            why=card.why.tell("zh"),
            why_en=card.why.tell("en"),
            points=card.points,
            parts=[
                PartOut(name=p.name, points=p.points, why=p.why.tell("zh"), why_en=p.why.tell("en"))
                for p in (parts(item, inbox.at, inbox.rule) if card.shown else ())
            ],
            names=[why.tell("zh") for why in card.names],
            names_en=[why.tell("en") for why in card.names],
            version=incident.version,
            matter_name=incident.matter.name,
            matter_name_en=incident.matter.name_en,
            place=SpotOut.of(incident.place),
            thumb=ThumbOut.of(incident),
            unit=case.unit.name if case.unit else None,
            unit_en=(case.unit.name_en or case.unit.name) if case.unit else None,
            due_at=case.runs_until,
            used=None if item.used is None else round(item.used, 3),
            held_for=case.held_for,
            reports=item.reports,
            reopened=item.reopened,
            recurs=item.recurs,
            claim=ClaimOut.of(claim) if claim else None,
            pending=[PendingOut.of(act) for act in standing.acts.get(item.id, ())],
        )


class RowOut(Told):
    """One line: an incident, or a group of alike ones."""

    group: str
    """What they have in common; empty for a line of its own."""
    count: int
    """Incidents in it."""
    severity: str
    """The highest of them."""
    why: str
    """Why they are one line, in Chinese."""
    why_en: str
    """In English."""
    head: CardOut
    """The first of them."""
    ids: list[str]
    """All of them, the head first; at most 500."""

    @classmethod
    def of(cls, row: Row, inbox: Inbox, standing: Standing = NOTHING) -> RowOut:
        """Tell a line."""
        return cls(
            group=row.group,
            count=len(row.cards),
            severity=row.severity,
            why=row.why.tell("zh"),
            why_en=row.why.tell("en"),
            head=CardOut.of(row.head, inbox, standing),
            ids=[card.item.id for card in row.cards[:500]],
        )


class FloodOut(Told):
    """Whether alarms come faster than the seats can take them."""

    since: datetime | None
    """Null in calm times."""
    alarms: int
    """In the last ten minutes."""
    seats: int
    """Staffed now."""


class InboxOut(Told):
    """What an operator is asked to look at, first things first, and how much is held back."""

    at: datetime
    """Now."""
    flood: FloodOut
    """Whether there is a flood."""
    waiting: int
    """Incidents shown that wait for an operator."""
    held: dict[str, int]
    """Incidents held back, by what; `held=true` shows them."""
    total: int
    """Lines (or cards held back) that pass the filter."""
    order: list[str]
    """Incidents of all lines that pass, in order, at most 10,000; empty when `held=true`."""
    rows: list[RowOut]
    """At most `limit`, from `offset` on; empty when `held=true`."""
    cards: list[CardOut]
    """What is held back, when `held=true`; the incidents of one group, with `group`."""
    undo_s: float
    """Seconds for which an act waits so that its author can take it back."""
    claim_s: float
    """Seconds for which an opened case is claimed; renew it well before."""
