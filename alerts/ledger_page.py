"""A page of the ledger, newest first, as the console reads it: from any row on, with words, within what one may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from alerts.ledger import Search, holds, needles_of
from alerts.store.base import Delivery, Reader

SCANNED = 2_000  # rows that one page opens; beyond it, it says where to go on
_READ = 200  # rows at once

Sees = Callable[[Sequence[str]], Collection[str]]
"""Of these incidents, those that whoever asks may see."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerPage:
    """Some deliveries, newest first."""

    deliveries: tuple[Delivery, ...]
    next: str | None  # id of the row before which the next page begins; None: that was all


def newest(reader: Reader, wanted: Search, *, before: str | None, sees: Sees) -> LedgerPage:
    """Return the deliveries that pass, newest first, before the one named; a page with words may be short."""
    found: list[Delivery] = []
    needles = needles_of(wanted.text) if wanted.text else ()
    scanned, last = 0, before
    while scanned < SCANNED:
        rows = reader.newest_deliveries(
            incident_id=wanted.incident_id,
            receiver=wanted.receiver,
            states=wanted.states,
            since=wanted.since,
            until=wanted.until,
            case_number=wanted.case_number,
            before=last,
            limit=_READ,
        )
        seen = sees([row.incident_id for row in rows])
        for row in rows:
            if len(found) == wanted.limit:
                return LedgerPage(deliveries=tuple(found), next=last)
            scanned, last = scanned + 1, row.id
            if row.incident_id in seen and (not needles or holds(reader, row, needles)):
                found.append(row)
        if len(rows) < _READ:
            return LedgerPage(deliveries=tuple(found), next=None)
    return LedgerPage(deliveries=tuple(found), next=last)
