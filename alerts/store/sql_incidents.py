"""The rows of changed incidents, gathered and written together: a few statements however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, tuple_, update
from sqlalchemy import delete as delete_from

from alerts.store import codec, rows, rules, tables
from core.incident import Incident, Step

# Built once, for the same reason as in queries.py. `of` names the row; every other parameter is a column.
_INSERT_INCIDENT = insert(tables.incident)
_INSERT_DOCUMENT = insert(tables.incident_document)
_INSERT_STEP = insert(tables.step)
_UPDATE_INCIDENT = update(tables.incident).where(tables.incident.c.id == bindparam("of"))
_UPDATE_DOCUMENT = update(tables.incident_document).where(
    tables.incident_document.c.incident_id == bindparam("of")
)


class IncidentRows:
    """Collects what becomes of incidents, then writes it."""

    def __init__(self) -> None:
        self._new: list[dict[str, Any]] = []
        self._new_documents: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []
        self._changed_documents: list[dict[str, Any]] = []
        self._steps: list[dict[str, Any]] = []
        self._sides = (
            _Side(tables.incident_camera, "camera_id"),
            _Side(tables.incident_report, "report"),
            _Side(tables.live_subject, "subject"),
        )

    def add(
        self, before: Incident | None, incident: Incident, steps: Sequence[Step], *, kept_steps: int
    ) -> str:
        """Take in one change and return the document under which the incident is kept."""
        row = rows.incident_row(incident, steps=kept_steps + len(steps))
        document = codec.encode_incident(incident)
        if before is None:
            self._new.append(row)
            self._new_documents.append({"incident_id": incident.id, "document": document})
        else:
            # without the key itself: the database would look for rows that refer to the old one
            of = row.pop("id")
            self._changed.append(row | {"of": of})
            self._changed_documents.append({"document": document, "of": of})
        for side, of_one in zip(self._sides, (_cameras, rules.reports, _subjects), strict=True):
            side.bring(incident.id, of_one(before), of_one(incident))
        self._steps += [rows.step_row(incident.id, step) for step in steps]
        return document

    def write(self, connection: Connection) -> None:
        """Write what was taken in: incidents first, for the other rows refer to them."""
        for statement, values in (
            (_INSERT_INCIDENT, self._new),
            (_INSERT_DOCUMENT, self._new_documents),
            (_UPDATE_INCIDENT, self._changed),
            (_UPDATE_DOCUMENT, self._changed_documents),
            (_INSERT_STEP, self._steps),
        ):
            if values:
                connection.execute(statement, values)
        for side in self._sides:
            side.write(connection)


class _Side:
    """What changes in one side table; most changes of incidents touch none."""

    def __init__(self, table: Table, column: str) -> None:
        self._table = table
        self._column = column
        self._gone: list[tuple[str, str]] = []
        self._new: list[dict[str, str]] = []

    def bring(self, incident_id: str, before: frozenset[str], after: frozenset[str]) -> None:
        """Bring the side rows of one incident from `before` to `after`."""
        self._gone += [(incident_id, value) for value in sorted(before - after)]
        self._new += [{self._column: value, "incident_id": incident_id} for value in sorted(after - before)]

    def write(self, connection: Connection) -> None:
        if self._gone:
            key = tuple_(self._table.c.incident_id, self._table.c[self._column])
            connection.execute(delete_from(self._table).where(key.in_(self._gone)))
        if self._new:
            connection.execute(insert(self._table), self._new)


def _cameras(incident: Incident | None) -> frozenset[str]:
    return frozenset() if incident is None else frozenset(incident.cameras)


def _subjects(incident: Incident | None) -> frozenset[str]:
    return frozenset() if incident is None else rules.live_subjects(incident)
