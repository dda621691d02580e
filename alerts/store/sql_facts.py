"""Incidents as figures count them, in the database: mixed into the SQL reader."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Integer, bindparam, select

from alerts.store.facts import UNCOUNTED, Fact
from alerts.store.tables import incident

_COLUMNS = tuple(incident.c[name] for name in Fact._fields)
_COUNTED = incident.c.status.not_in(sorted(status.value for status in UNCOUNTED))
# By primary key; no document is opened. Parameters: after, limit.
_PAGE = (
    select(*_COLUMNS)
    .where(incident.c.id > bindparam("after"), _COUNTED)
    .order_by(incident.c.id)
    .limit(bindparam("limit", type_=Integer))
)
# By primary key. Parameter: ids.
_SOME = select(*_COLUMNS).where(incident.c.id.in_(bindparam("ids", expanding=True)))
# A range of the primary key. Parameters: prefix, beyond, limit.
_STARTING = (
    select(incident.c.id)
    .where(incident.c.id >= bindparam("prefix"), incident.c.id < bindparam("beyond"), _COUNTED)
    .order_by(incident.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_CHUNK = 500  # parameters in a statement
_LAST = "\U0010ffff"  # sorts behind whatever an id holds


class SqlFactReader:
    """The questions of `facts.FactReader`."""

    _connection: Connection

    def facts(self, after: str = "", limit: int = 50_000) -> Sequence[Fact]:
        """Return incidents that are more than candidates, in the order of ids, after this one."""
        found = self._connection.execute(_PAGE, {"after": after, "limit": limit}).fetchall()
        return [Fact._make(row) for row in found]

    def facts_of(self, incident_ids: Sequence[str]) -> Sequence[Fact]:
        """Return those of these incidents that are kept."""
        wanted = list(dict.fromkeys(incident_ids))
        found: list[Fact] = []
        for start in range(0, len(wanted), _CHUNK):
            rows = self._connection.execute(_SOME, {"ids": wanted[start : start + _CHUNK]})
            found += [Fact._make(row) for row in rows]
        return found

    def ids_starting(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Return ids of incidents that begin so, in order."""
        asked = {"prefix": prefix, "beyond": prefix + _LAST, "limit": limit}
        return list(self._connection.scalars(_STARTING, asked))
