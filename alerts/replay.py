"""Sending again: what an operator or auditor asks for by id, receiver, time or state. Same id, same bytes.

Idempotent: what is pending already is left alone, and a receiver that has an id takes a repeat for one. In
order: within an incident the older version goes first, whatever was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from alerts.store.base import Delivery, DeliveryState, Reader, Store
from core.errors import GridwatchError

_PAGE = 500


class NothingNamed(GridwatchError, ValueError):
    """A replay of everything is nobody's wish; it says what to give."""


def replay(
    store: Store,
    *,
    now: datetime,
    ids: Sequence[str] = (),
    receiver: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    states: Sequence[DeliveryState] = (),
    dry_run: bool = False,
) -> int:
    """Make deliveries pending again in one transaction; return how many.

    Either these `ids`, whatever became of them; or all of a `receiver` and/or created `since` a time and before
    `until`, that stand in one of `states`: by default what was given up and, for a named receiver, what is held.
    Naming a receiver also enables it, with everything held for it, also what was made before `since`: order is
    kept. Without a name, what is held waits on for its receiver. `dry_run` changes nothing and counts.
    """
    if not ids and receiver is None and since is None:
        raise NothingNamed("say what to send again: ids, a receiver or a time")
    wanted = tuple(states) or _default(receiver)
    if dry_run:
        with store.read() as reader:
            return len(_chosen(reader, ids, receiver, since, until, wanted))
    with store.write() as writer:
        chosen = _chosen(writer, ids, receiver, since, until, wanted)
        count = writer.requeue(chosen, now)
        if not ids and receiver is not None and receiver in writer.disabled_receivers():
            writer.enable_receiver(receiver, now)
        return count


def _default(receiver: str | None) -> tuple[DeliveryState, ...]:
    if receiver is None:
        return (DeliveryState.DEAD,)
    return (DeliveryState.DEAD, DeliveryState.HELD)


def _chosen(
    reader: Reader,
    ids: Sequence[str],
    receiver: str | None,
    since: datetime | None,
    until: datetime | None,
    states: Sequence[DeliveryState],
) -> list[str]:
    """Return the ids of what would be pending again: bodies of a year are not held at once."""
    if ids:
        found = (reader.delivery(one) for one in dict.fromkeys(ids))
        return [row.id for row in found if row is not None and row.state is not DeliveryState.PENDING]
    asked = tuple(state for state in states if state is not DeliveryState.PENDING)
    rows = pages(reader, receiver=receiver, states=asked, since=since, until=until) if asked else ()
    chosen = [row.id for row in rows]
    if receiver is not None and receiver in reader.disabled_receivers():
        held = pages(reader, receiver=receiver, states=(DeliveryState.HELD,))
        chosen = list(dict.fromkeys([*chosen, *(row.id for row in held)]))
    return chosen


def pages(
    reader: Reader,
    *,
    incident_id: str | None = None,
    receiver: str | None = None,
    states: Sequence[DeliveryState] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    case_number: str | None = None,
) -> Iterator[Delivery]:
    """Yield every row that passes, oldest first, a page at a time."""
    after: str | None = None
    while True:
        rows = reader.deliveries(
            incident_id=incident_id,
            receiver=receiver,
            states=states,
            since=since,
            until=until,
            case_number=case_number,
            after=after,
            limit=_PAGE,
        )
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1].id
