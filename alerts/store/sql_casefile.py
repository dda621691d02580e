"""The files of many cases in a few questions: an audit of everything asks for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, select

from alerts.store import rows, sql_public, sql_trail
from alerts.store.casefile import CaseFile
from alerts.store.tables import attempt, delivery, incident, incident_document, public_link, step, trail
from alerts.store.trail import UNTOLD


def _of(table: Any, column: Any, *order: Any) -> Select[Any]:
    """Return the question for everything in a table that belongs to these cases. Parameter: ids."""
    return select(table).where(column.in_(bindparam("ids", expanding=True))).order_by(*order)


_INCIDENTS = (
    select(incident.c.id, incident.c.version, incident.c.status, incident_document.c.document)
    .outerjoin(incident_document, incident_document.c.incident_id == incident.c.id)
    .where(incident.c.id.in_(bindparam("ids", expanding=True)))
)
_ROWS = _of(trail, trail.c.incident_id, trail.c.incident_id, trail.c.seq)
_STEPS = _of(step, step.c.incident_id, step.c.incident_id, step.c.seq)
_DELIVERIES = _of(delivery, delivery.c.incident_id, delivery.c.number)
_ATTEMPTS = _of(attempt, attempt.c.delivery_id, attempt.c.delivery_id, attempt.c.number)
_LINKS = _of(public_link, public_link.c.incident_id, public_link.c.made_at, public_link.c.id)
# By primary key. Parameters: after, limit.
_ON_RECORD = (
    select(incident.c.id)
    .where(
        incident.c.id > bindparam("after"),
        incident.c.status.not_in(sorted(status.value for status in UNTOLD)),
    )
    .order_by(incident.c.id)
    .limit(bindparam("limit", type_=Integer))
)


class SqlCaseReader:
    """The questions of `casefile.CaseReader`."""

    _connection: Connection

    def on_record(self, after: str = "", limit: int = 200) -> tuple[str, ...]:
        """Return ids of cases that are more than candidates, in order."""
        found = self._connection.scalars(_ON_RECORD, {"after": after, "limit": limit})
        return tuple(found)

    def case_files(self, incident_ids: Sequence[str]) -> tuple[CaseFile, ...]:
        """Return the files of some cases, in this order: six questions."""
        ids = list(incident_ids)
        kept = {row.id: row for row in self._all(_INCIDENTS, ids)}
        of_trail: dict[str, list[Any]] = defaultdict(list)
        for row in self._all(_ROWS, ids):
            of_trail[row.incident_id].append(sql_trail.row_of(row))
        steps: dict[str, list[str]] = defaultdict(list)
        for row in self._all(_STEPS, ids):
            steps[row.incident_id].append(row.document)
        deliveries: dict[str, list[Any]] = defaultdict(list)
        for row in self._all(_DELIVERIES, ids):
            deliveries[row.incident_id].append(rows.delivery_of(row))
        sent = [one.id for mine in deliveries.values() for one in mine]
        attempts: dict[str, list[Any]] = defaultdict(list)
        for row in self._all(_ATTEMPTS, sent):
            attempts[row.delivery_id].append(rows.attempt_of(row))
        links: dict[str, list[Any]] = defaultdict(list)
        for row in self._all(_LINKS, ids):
            links[row.incident_id].append(sql_public.link_of(row))
        return tuple(
            CaseFile(
                incident_id=one,
                version=kept[one].version if one in kept else None,
                status=kept[one].status if one in kept else None,
                document=kept[one].document if one in kept else None,
                rows=of_trail[one],
                steps=steps[one],
                deliveries=deliveries[one],
                attempts={d.id: attempts[d.id] for d in deliveries[one] if d.id in attempts},
                links=links[one],
            )
            for one in ids
        )

    def _all(self, question: Select[Any], ids: Sequence[str]) -> Sequence[Any]:
        return self._connection.execute(question, {"ids": ids}).all() if ids else ()
