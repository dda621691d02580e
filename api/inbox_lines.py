"""The inbox as JSON, line by line: what did not change since the answer before is neither told nor made anew."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alerts.load.inbox import Inbox
from alerts.load.queue import Card, Row
from alerts.shift.act import PendingAct
from alerts.shift.claim import Claim
from alerts.shift.office import Standing
from api.models.inbox import CardOut, RowOut
from core.incident import Incident

_REMEMBERED = 8  # answers before from which the way to this one is kept: most consoles stand at the same


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row or a card as JSON, and all that it was made of."""

    of: Row | Card
    incident: Incident
    claim: Claim | None
    acts: tuple[PendingAct, ...]
    text: str

    def tells(self, of: Row | Card, incident: Incident, standing: Standing) -> bool:
        """Return whether it says what is to be said now. Points stand as long as their card does."""
        return (
            self.incident is incident
            and self.of == of
            and self.claim == standing.claims.get(incident.id)
            and self.acts == standing.acts.get(incident.id, ())
        )


Lines = Mapping[str, Line]
"""In order, by group or incident."""


def lines_of(found: Sequence[Row | Card], inbox: Inbox, standing: Standing, before: Lines) -> Lines:
    """Return them as JSON; `before`: as they were told last."""
    made = {}
    for one in found:
        head = one.head if isinstance(one, Row) else one
        incident = inbox.incidents[head.item.id]
        key = (one.group if isinstance(one, Row) else "") or incident.id
        line = before.get(key)
        if line is None or not line.tells(one, incident, standing):
            told = (
                RowOut.of(one, inbox, standing) if isinstance(one, Row) else CardOut.of(one, inbox, standing)
            )
            line = Line(
                of=one,
                incident=incident,
                claim=standing.claims.get(incident.id),
                acts=standing.acts.get(incident.id, ()),
                text=told.model_dump_json(),
            )
        made[key] = line
    return made


@dataclass(frozen=True, kw_only=True, eq=False)
class InboxTold:
    """An answer, in pieces of JSON."""

    at: str
    head: str  # all but the instant, the order and the lines
    order: Sequence[str]
    rows: Lines = field(default_factory=dict)
    cards: Lines = field(default_factory=dict)
    number: int = field(default_factory=itertools.count().__next__)  # of all answers of this process
    _changes: dict[int, str] = field(default_factory=dict, repr=False)  # since the answer of that number

    @property
    def body(self) -> bytes:
        """The whole, as `GET /api/v1/inbox` answers it."""
        rows, cards = _whole(self.rows), _whole(self.cards)
        order = json.dumps(self.order)
        return f'{{"at":{self.at},{self.head[1:-1]},"order":{order},"rows":{rows},"cards":{cards}}}'.encode()

    def same(self, other: InboxTold | None) -> bool:
        """Return whether a console that was told the other one would show the same; it shows no instant, no order."""
        return (
            other is not None
            and self.head == other.head
            and _texts(self.rows) == _texts(other.rows)
            and _texts(self.cards) == _texts(other.cards)
        )

    def since(self, before: InboxTold | None) -> str:
        """Return it for who was told another one before: of lines that stand there already only the key.

        Without the order of all lines, which no console shows.
        """
        if before is None:
            return self._told({}, {})
        if (told := self._changes.get(before.number)) is None:
            told = self._told(before.rows, before.cards)
            if len(self._changes) < _REMEMBERED:
                self._changes[before.number] = told
        return told

    def _told(self, rows: Lines, cards: Lines) -> str:
        changed = f'"rows":{_changed(self.rows, rows)},"cards":{_changed(self.cards, cards)}'
        return f'{{"at":{self.at},{self.head[1:-1]},{changed}}}'


def _whole(lines: Lines) -> str:
    return f"[{','.join(line.text for line in lines.values())}]"


def _texts(lines: Lines) -> list[tuple[str, str]]:
    return [(key, line.text) for key, line in lines.items()]


def _changed(lines: Lines, before: Lines) -> str:
    told = []
    for key, line in lines.items():
        known = before.get(key)
        told.append(json.dumps(key) if known is not None and known.text == line.text else line.text)
    return f"[{','.join(told)}]"
