"""What changed for the operators since the last look at the inbox, as marks to be kept. Pure.

One alarm is one mark SHOWN, or a first mark GROUPED. Whoever was shown and becomes part of a group, or leaves one, is
no second alarm; who was held back and is shown now is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from alerts.load.queue import Card, Queue
from alerts.store.load import LoadMark, Marked

PRESENTED = frozenset({Marked.SHOWN, Marked.GROUPED})


def changes(before: Mapping[str, LoadMark], queue: Queue, now: datetime) -> list[LoadMark]:
    """Return the marks to be added; `before`: the latest of each incident that was asked about."""
    standing = list(_standing(queue))
    made = [mark for card, what, by in standing if (mark := _change(before, card, what, by, now))]
    waiting = {card.item.id for card, _, _ in standing} if before else set()
    for incident_id, last in before.items():
        if incident_id not in waiting and last.what is not Marked.TAKEN:
            made.append(
                LoadMark(
                    at=now,
                    incident_id=incident_id,
                    what=Marked.TAKEN,
                    matter=last.matter,
                    severity=last.severity,
                    owner=last.owner,
                    street=last.street,
                    source=last.source,
                )
            )
    return made


def _standing(queue: Queue) -> Iterator[tuple[Card, Marked, str]]:
    """What waits for an operator, and how it stands; what asks for nothing is no alarm."""
    for row in queue.rows:
        for card in row.cards:
            if card.item.waits and card.asks:
                yield card, Marked.GROUPED if row.group else Marked.SHOWN, row.group
    for card in queue.held:
        if card.item.waits:
            yield card, Marked.HELD, card.by


def _change(
    before: Mapping[str, LoadMark], card: Card, what: Marked, by: str, now: datetime
) -> LoadMark | None:
    last = before.get(card.item.id)
    if last is not None and last.what in PRESENTED and what in PRESENTED:
        return None
    if last is not None and (last.what, last.by) == (what, by):
        return None
    item = card.item
    return LoadMark(
        at=now,
        incident_id=item.id,
        what=what,
        by=by[:128],
        matter=item.matter,
        severity=item.severity,
        owner=item.owner,
        street=item.street,
        source=item.source[:256],
    )
