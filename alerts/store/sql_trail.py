"""The trail in the database: what one transaction adds is bound and written at its end, in four statements.

The head is one row of its own: it is missed when the end of the trail is taken away, and on PostgreSQL it is the
lock that keeps two writers from binding to the same row.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, func, insert, select, update

from alerts.store import base, trail
from alerts.store.cursor import instant, micros
from alerts.store.tables import trail as rows
from alerts.store.tables import trail_head as heads
from core.errors import StoreError

# The row that the next one is bound to; locked until the transaction ends where the database can.
_HEAD = select(heads.c.number, heads.c.chain)
_HEAD_LOCKED = _HEAD.with_for_update()

# The last row of each of these cases, by the key (incident_id, seq). Parameter: ids.
_last = (
    select(rows.c.incident_id, func.max(rows.c.seq).label("seq"))
    .where(rows.c.incident_id.in_(bindparam("ids", expanding=True)))
    .group_by(rows.c.incident_id)
    .subquery("last")
)
_TAILS = select(rows.c.incident_id, rows.c.seq, rows.c.hash).join(
    _last, (rows.c.incident_id == _last.c.incident_id) & (rows.c.seq == _last.c.seq)
)

# How many steps of a case are in its trail. Parameter: incident_id.
STEPS_ENTERED = select(func.count()).where(
    rows.c.incident_id == bindparam("incident_id"), rows.c.kind == trail.Kind.STEP.value
)

# Rows after a number, by primary key. Parameters: after, limit.
_PART = (
    select(rows)
    .where(rows.c.number > bindparam("after"))
    .order_by(rows.c.number)
    .limit(bindparam("limit", type_=Integer))
)

# The trail of one case, by the key (incident_id, seq). Parameter: incident_id.
_OF_CASE = select(rows).where(rows.c.incident_id == bindparam("incident_id")).order_by(rows.c.seq)

_INSERT = insert(rows)
_FIRST_HEAD = insert(heads)
_UPDATE_HEAD = update(heads)


class Scribe:
    """Collects what a transaction adds to the trail and writes it when told to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._drafts: list[trail.Draft] = []

    def add(self, *drafts: trail.Draft) -> None:
        """Take rows in; they are bound in this order."""
        self._drafts += drafts

    def seal(self) -> None:
        """Bind and write what was taken in."""
        if not self._drafts:
            return
        drafts, self._drafts = self._drafts, []
        known = self._connection.execute(_HEAD_LOCKED).first()
        head = base.Head() if known is None else base.Head(number=known.number, chain=known.chain)
        ids = list({draft.incident_id for draft in drafts})
        tails = {
            row.incident_id: trail.Tail(seq=row.seq, hash=row.hash)
            for row in self._connection.execute(_TAILS, {"ids": ids})
        }
        bound, after = trail.bind(drafts, head, tails)
        self._connection.execute(_INSERT, [_values(row) for row in bound])
        values = {"number": after.number, "chain": after.chain}
        if known is None:
            self._connection.execute(_FIRST_HEAD, {"only": 1, **values})
        else:
            self._connection.execute(_UPDATE_HEAD, values)


def head(connection: Connection) -> base.Head:
    """Return how far the trail has come."""
    known = connection.execute(_HEAD).first()
    return base.Head() if known is None else base.Head(number=known.number, chain=known.chain)


def part(connection: Connection, after: int, limit: int) -> tuple[base.Row, ...]:
    """Return rows after this number, in order: by primary key."""
    asked = {"after": after, "limit": limit}
    return tuple(map(row_of, connection.execute(_PART, asked)))


def of_case(connection: Connection, incident_id: str) -> tuple[base.Row, ...]:
    """Return the trail of one case, by the key (incident_id, seq)."""
    return tuple(map(row_of, connection.execute(_OF_CASE, {"incident_id": incident_id})))


def row_of(row: Row[Any]) -> base.Row:
    """Return the record of one row.

    Raises:
        StoreError: a column holds what was never written there: SQLite keeps any value in any column.
    """
    texts = (row.incident_id, row.kind, row.record, row.hash, row.chain)
    try:
        at = instant(row.at)
    except (TypeError, OverflowError):
        at = None
    if at is None or not all(isinstance(text, str) for text in texts):
        raise StoreError(f"row {row.number} of the trail is damaged: it holds what no row was written with")
    return base.Row(
        number=row.number,
        incident_id=row.incident_id,
        seq=row.seq,
        at=at,
        kind=row.kind,
        record=row.record,
        hash=row.hash,
        chain=row.chain,
    )


def _values(row: base.Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "incident_id": row.incident_id,
        "seq": row.seq,
        "at": micros(row.at),
        "kind": row.kind,
        "record": row.record,
        "hash": row.hash,
        "chain": row.chain,
    }
