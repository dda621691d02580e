"""The inbox, silences, shelves and the load, as the API tells them. Times are UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from alerts.load.inbox import Inbox
from alerts.load.measure import Figures, verdicts
from alerts.load.queue import Card, Row
from alerts.load.rank import parts
from alerts.load.silence import Act, Matchers, Shelf, Silence
from api.models.base import Told
from core.incident import Status
from core.matter import Severity
from core.reason import Reason


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

    @classmethod
    def of(cls, card: Card, inbox: Inbox) -> CardOut:
        """Tell a card."""
        item = card.item
        incident = inbox.incidents[item.id]
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
    def of(cls, row: Row, inbox: Inbox) -> RowOut:
        """Tell a line."""
        return cls(
            group=row.group,
            count=len(row.cards),
            severity=row.severity,
            why=row.why.tell("zh"),
            why_en=row.why.tell("en"),
            head=CardOut.of(row.head, inbox),
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
    """What is held back, when `held=true`."""


class MatchersOut(Told):
    """What a silence matches: each that is given must agree, one at least is needed."""

    matters: list[str] = Field(default=[], max_length=100)
    """Matter keys."""
    grid: str = Field(default="", pattern=r"^\d{0,15}$")
    """Grid code prefix."""
    owners: list[str] = Field(default=[], max_length=100)
    """Source owners."""
    cameras: list[str] = Field(default=[], max_length=1000)
    """What is seen by these cameras and by no other."""
    severities: list[Severity] = Field(default=[], max_length=4)
    """CAP severities."""

    def taken(self) -> Matchers:
        """Return them as the core knows them."""
        return Matchers(
            matters=tuple(self.matters),
            grid=self.grid,
            owners=tuple(self.owners),
            cameras=tuple(self.cameras),
            severities=tuple(self.severities),
        )


class SilenceIn(Told):
    """A silence to be made."""

    kind: Literal["silence", "weather"] = "silence"
    """weather: bad weather over `matchers.grid`; what the rain itself does is spared."""
    matchers: MatchersOut
    """What it is about."""
    who: str = Field(min_length=1, max_length=64)
    """Who makes it."""
    why: str = Field(min_length=1, max_length=500)
    """Reason; whoever looks at what was held back reads it."""
    starts_at: datetime | None = None
    """From when on, with time zone; now where absent."""
    ends_at: datetime
    """Until when, with time zone; each silence ends."""
    sending: bool = False
    """Receivers wait too, until it ends. For the administrator only."""


class SilenceEnd(Told):
    """A silence's end moved."""

    who: str = Field(min_length=1, max_length=64)
    """Who moves it."""
    why: str = Field(min_length=1, max_length=500)
    """Why."""
    ends_at: datetime
    """Until when, with time zone."""


class ActOut(Told):
    """One line of a silence's trail."""

    at: datetime
    """When."""
    who: str
    """Who."""
    what: str
    """made, changed or ended."""
    why: str
    """Why."""

    @classmethod
    def of(cls, act: Act) -> ActOut:
        """Tell an act."""
        return cls(at=act.at, who=act.who, what=act.what, why=act.why)


class SilenceOut(Told):
    """A silence."""

    id: str
    """Ours."""
    kind: str
    """silence or weather."""
    state: Literal["pending", "active", "over"]
    """Whether it holds anything back now."""
    matchers: MatchersOut
    """What it is about."""
    reason: str
    """Why."""
    author: str
    """Who made it."""
    starts_at: datetime
    """From."""
    ends_at: datetime
    """Until."""
    sending: bool
    """Whether receivers wait too."""
    acts: list[ActOut]
    """Its whole trail."""

    @classmethod
    def of(cls, silence: Silence, now: datetime) -> SilenceOut:
        """Tell a silence."""
        matchers = silence.matchers
        return cls(
            id=silence.id,
            kind=silence.kind.value,
            state="active" if silence.active(now) else "pending" if now < silence.starts_at else "over",
            matchers=MatchersOut.model_validate(
                {
                    "matters": list(matchers.matters),
                    "grid": matchers.grid,
                    "owners": list(matchers.owners),
                    "cameras": list(matchers.cameras),
                    "severities": list(matchers.severities),
                }
            ),
            reason=silence.reason,
            author=silence.author,
            starts_at=silence.starts_at,
            ends_at=silence.ends_at,
            sending=silence.sending,
            acts=[ActOut.of(act) for act in silence.acts],
        )


class ShelfIn(Told):
    """One incident put aside."""

    who: str = Field(min_length=1, max_length=64)
    """Who puts it aside."""
    why: str = Field(min_length=1, max_length=500)
    """Why; it is kept in the history."""
    until: datetime
    """Until when, with time zone."""


class ShelfOut(Told):
    """One incident put aside."""

    incident_id: str
    """Which."""
    reason: str
    """Why."""
    author: str
    """Who."""
    at: datetime
    """Since."""
    until: datetime
    """Until."""

    @classmethod
    def of(cls, shelf: Shelf) -> ShelfOut:
        """Tell a shelf."""
        return cls(
            incident_id=shelf.incident_id,
            reason=shelf.reason,
            author=shelf.author,
            at=shelf.at,
            until=shelf.until,
        )


class VerdictOut(Told):
    """One figure against its target."""

    name: str
    """per_seat_hour, p95_hour, flood, standing, chattering or top_ten."""
    title: str
    """Chinese."""
    title_en: str
    """English."""
    value: float
    """As measured; shares are 0..1."""
    target: float
    """At most (standing: below)."""
    good: bool
    """Whether it is met."""


class LoadOut(Told):
    """The operators' load of a time."""

    since: datetime
    """From."""
    until: datetime
    """To."""
    alarms: int
    """Shown; a group is one in each ten minutes in which it grew."""
    seat_hours: float
    """Staffed."""
    verdicts: list[VerdictOut]
    """Every figure that has a target."""
    max_hour: float
    """Busiest hour's alarms per seat."""
    mix: dict[str, float]
    """Severity to its share of the alarms; 80/15/5 is the usual aim."""
    grouped: int
    """Incidents told within a group."""
    held: dict[str, int]
    """Incidents held back, by what."""
    top_ten: dict[str, int]
    """Most frequent sources and their alarms."""
    chattering: list[str]
    """Sources that raised alarm after alarm."""

    @classmethod
    def of(cls, figures: Figures) -> LoadOut:
        """Tell the load."""
        made = []
        for one in verdicts(figures):
            words = Reason(code=f"load.measure.{one.name}")
            made.append(
                VerdictOut(
                    name=one.name,
                    title=words.tell("zh"),
                    title_en=words.tell("en"),
                    value=round(one.value, 4),
                    target=one.target,
                    good=one.good,
                )
            )
        return cls(
            since=figures.since,
            until=figures.until,
            alarms=figures.rates.alarms,
            seat_hours=round(figures.rates.seat_hours, 2),
            verdicts=made,
            max_hour=round(figures.rates.max_hour, 2),
            mix={severity: round(share, 4) for severity, share in figures.mix.items()},
            grouped=figures.grouped,
            held=dict(figures.held),
            top_ten=dict(figures.top_ten),
            chattering=list(figures.chattering),
        )
