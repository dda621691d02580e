"""Heads of queues: of each incident and receiver, the oldest row that is pending. Kept in `delivery.head`.

A row is a head when it is enqueued into a queue where nothing is pending, when the one before it ends, and when
a replay or an enabling makes it the oldest. Everything that changes `state` sees to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Update, bindparam, case, select, text, tuple_, update

from alerts.store.tables import delivery

_PENDING = text("delivery.state = 'pending'")  # literally, for the partial index
_older = delivery.alias("older")
_next = delivery.alias("next")

# The oldest that is pending in one queue, by ix_delivery_queue. Parameters: of_incident, of_receiver.
OLDEST = (
    select(_next.c.number)
    .where(
        _next.c.incident_id == bindparam("of_incident"),
        _next.c.receiver == bindparam("of_receiver"),
        text("next.state = 'pending'"),
    )
    .order_by(_next.c.seq)
    .limit(1)
)
NEXT = update(delivery).where(delivery.c.number == OLDEST.scalar_subquery()).values(head=1)


def anew(which: ColumnElement[bool]) -> Update:
    """Decide for everything pending in these queues whether it is a head."""
    blocked = (
        select(_older.c.number)
        .where(
            _older.c.incident_id == delivery.c.incident_id,
            _older.c.receiver == delivery.c.receiver,
            _older.c.seq < delivery.c.seq,
            text("older.state = 'pending'"),
        )
        .exists()
    )
    return update(delivery).where(_PENDING, which).values(head=case((blocked, 0), else_=1))


def queues_of(delivery_ids: Sequence[str]) -> ColumnElement[bool]:
    """Match every row in the queues of these deliveries."""
    mine = delivery.alias("mine")
    queues = select(mine.c.incident_id, mine.c.receiver).where(mine.c.id.in_(delivery_ids))
    return tuple_(delivery.c.incident_id, delivery.c.receiver).in_(queues)


def late(receiver: str, now: int) -> Update:
    """Make the heads that wait for another try due `now` (microseconds), by ix_delivery_head.

    What has not been tried since it was made or replayed waits for something else, such as a silence's end.
    """
    waits = (delivery.c.receiver == receiver) & (delivery.c.next_at > now)
    tried = delivery.c.attempts > delivery.c.spent
    return update(delivery).where(text("delivery.head = 1"), waits, tried).values(next_at=now)
