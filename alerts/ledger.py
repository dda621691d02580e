"""What was sent to whom, and what came back: search of deliveries and their attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus

from alerts.replay import pages
from alerts.store.base import Delivery, DeliveryState, Reader
from core.people.scope import EVERYTHING, Scope

SCANNED = 20_000  # rows that one search for words opens; beyond it, it says so


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """A filter; what is None or empty does not filter."""

    incident_id: str | None = None
    receiver: str | None = None
    states: tuple[DeliveryState, ...] = ()
    case_number: str | None = None  # the receiver's own
    since: datetime | None = None  # created at or after
    until: datetime | None = None  # created before
    scope: Scope = EVERYTHING  # only of cases that whoever asks may see
    text: str | None = None  # anywhere in what was sent or in how it went
    limit: int = 1000  # deliveries


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a search came to."""

    deliveries: tuple[Delivery, ...]  # oldest first
    cut: bool  # there may be more


def search(reader: Reader, wanted: Search) -> Found:
    """Return the deliveries that pass, oldest first."""
    found: list[Delivery] = []
    rows = pages(
        reader,
        incident_id=wanted.incident_id,
        receiver=wanted.receiver,
        states=wanted.states,
        since=wanted.since,
        until=wanted.until,
        case_number=wanted.case_number,
    )
    needles = needles_of(wanted.text) if wanted.text else ()
    seen = _Seen(reader, wanted.scope)
    opens = bool(needles) or not wanted.scope.everything
    for number, row in enumerate(rows):
        if len(found) >= wanted.limit or (opens and number >= SCANNED):
            return Found(deliveries=tuple(found), cut=True)
        if seen.holds(row) and (not needles or holds(reader, row, needles)):
            found.append(row)
    return Found(deliveries=tuple(found), cut=False)


class _Seen:
    """Whether deliveries are of cases within a scope; each case is asked for once."""

    def __init__(self, reader: Reader, scope: Scope) -> None:
        self._reader = reader
        self._scope = scope
        self._known: dict[str, bool] = {}

    def holds(self, row: Delivery) -> bool:
        if self._scope.everything:
            return True
        if row.incident_id not in self._known:
            found = self._reader.incident(row.incident_id)
            self._known[row.incident_id] = found is not None and self._scope.holds(
                grid=found.place.grid_code, owners=(found.owner,)
            )
        return self._known[row.incident_id]


def needles_of(text: str) -> tuple[bytes, ...]:
    """Return the words as they may stand in a body: in JSON, or escaped in a form."""
    plain = text.encode("utf-8", "replace")
    return tuple(dict.fromkeys((plain, quote_plus(text, errors="replace").encode())))


def holds(reader: Reader, row: Delivery, needles: Sequence[bytes]) -> bool:
    """Return whether a delivery holds the words: in its body, or in what came back."""
    if any(needle in row.body for needle in needles):
        return True
    told = (line.detail.encode("utf-8", "replace") for line in reader.attempts(row.id))
    return any(needles[0] in detail for detail in told)
