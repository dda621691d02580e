"""The inbox as the API tells it. Times are UTC."""

from __future__ import annotations

from datetime import datetime

from alerts.load.inbox import Inbox
from alerts.load.queue import Card, Row
from alerts.load.rank import parts
from api.models.base import Told
from core.incident import Status


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
