"""Silences, shelves and marks in the database: mixed into the SQL reader and writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from alerts.load.silence import Shelf, Silence
from alerts.store import codec, rules, tables
from alerts.store.base import DeliveryState
from alerts.store.cursor import instant, micros
from alerts.store.load import LoadMark, Marked

_CHUNK = 500  # parameters in a statement


class SqlLoadReader:
    """The questions of `load.LoadReader`."""

    _connection: Connection

    def silence(self, silence_id: str) -> Silence | None:
        """Return one silence, or None."""
        text = self._connection.scalar(
            select(tables.silence.c.document).where(tables.silence.c.id == silence_id)
        )
        return None if text is None else codec.decode_silence(text)

    def silences(self, *, ending_after: datetime | None = None) -> tuple[Silence, ...]:
        """Return silences by their start: ix_silence_ends_at leaves out what is over."""
        found = select(tables.silence.c.document).order_by(tables.silence.c.starts_at, tables.silence.c.id)
        if ending_after is not None:
            found = found.where(tables.silence.c.ends_at > micros(ending_after))
        return tuple(codec.decode_silence(text) for text in self._connection.scalars(found))

    def shelves(self) -> Mapping[str, Shelf]:
        """Return every shelf by its incident's id."""
        rows = self._connection.execute(
            select(tables.shelf.c.incident_id, tables.shelf.c.document).order_by(tables.shelf.c.incident_id)
        )
        return {incident_id: codec.decode_shelf(text) for incident_id, text in rows}

    def load_marks(
        self, since: datetime, until: datetime | None = None, *, limit: int = 2_000_000
    ) -> tuple[LoadMark, ...]:
        """Return the marks of a time in order: ix_load_mark_at."""
        found = select(tables.load_mark).where(tables.load_mark.c.at >= micros(since))
        if until is not None:
            found = found.where(tables.load_mark.c.at < micros(until))
        found = found.order_by(tables.load_mark.c.at, tables.load_mark.c.number).limit(limit)
        return tuple(_mark(row) for row in self._connection.execute(found))

    def last_marks(self, incident_ids: Sequence[str]) -> Mapping[str, LoadMark]:
        """Return the latest mark of each: ix_load_mark_incident gives its highest number."""
        found: dict[str, LoadMark] = {}
        wanted = list(dict.fromkeys(incident_ids))
        for start in range(0, len(wanted), _CHUNK):
            last = (
                select(func.max(tables.load_mark.c.number))
                .where(tables.load_mark.c.incident_id.in_(wanted[start : start + _CHUNK]))
                .group_by(tables.load_mark.c.incident_id)
            )
            rows = self._connection.execute(
                select(tables.load_mark).where(tables.load_mark.c.number.in_(last))
            )
            found |= {row.incident_id: _mark(row) for row in rows}
        return found


class SqlLoadWriter(SqlLoadReader):
    """The changes of `load.LoadWriter`."""

    def put_silence(self, silence: Silence) -> None:
        """Keep a silence."""
        self._connection.execute(delete(tables.silence).where(tables.silence.c.id == silence.id))
        row = {"id": silence.id, "starts_at": micros(silence.starts_at), "ends_at": micros(silence.ends_at)}
        self._connection.execute(insert(tables.silence), row | {"document": codec.encode_silence(silence)})

    def put_shelf(self, shelf: Shelf) -> None:
        """Keep a shelf in place of the incident's earlier one."""
        self.drop_shelves([shelf.incident_id])
        row = {"incident_id": shelf.incident_id, "document": codec.encode_shelf(shelf)}
        self._connection.execute(insert(tables.shelf), row)

    def drop_shelves(self, incident_ids: Sequence[str]) -> None:
        """Forget shelves."""
        for start in range(0, len(incident_ids), _CHUNK):
            some = incident_ids[start : start + _CHUNK]
            self._connection.execute(delete(tables.shelf).where(tables.shelf.c.incident_id.in_(some)))

    def add_load_marks(self, marks: Sequence[LoadMark]) -> None:
        """Append marks."""
        if marks:
            self._connection.execute(insert(tables.load_mark), [_mark_row(mark) for mark in marks])

    def move_deliveries(self, waiting_for: datetime, to: datetime) -> int:
        """Let untried deliveries wait for another instant: ix_delivery_due finds them by receiver and instant."""
        return self._connection.execute(
            update(tables.delivery)
            .where(
                tables.delivery.c.state == DeliveryState.PENDING.value,
                tables.delivery.c.attempts == tables.delivery.c.spent,
                tables.delivery.c.next_at == micros(waiting_for),
            )
            .values(next_at=micros(to))
        ).rowcount


def prune(connection: Connection, now: datetime) -> dict[str, int]:
    """Drop marks and silences that nobody asks for any more."""
    before = micros(now - rules.LOAD_KEPT)
    old = (
        select(tables.load_mark.c.number)
        .where(tables.load_mark.c.at < before)
        .order_by(tables.load_mark.c.at)
        .limit(rules.MARKS_PRUNED)
    )
    marks = connection.execute(delete(tables.load_mark).where(tables.load_mark.c.number.in_(old))).rowcount
    silences = connection.execute(delete(tables.silence).where(tables.silence.c.ends_at < before)).rowcount
    return {"load_marks": marks, "silences": silences}


def _mark(row: Row[Any]) -> LoadMark:
    return LoadMark(
        at=instant(row.at),
        incident_id=row.incident_id,
        what=Marked(row.what),
        by=row.by,
        matter=row.matter,
        severity=row.severity,
        owner=row.owner,
        street=row.street,
        source=row.source,
    )


def _mark_row(mark: LoadMark) -> dict[str, Any]:
    return {
        "at": micros(mark.at),
        "incident_id": mark.incident_id,
        "what": mark.what.value,
        "by": mark.by,
        "matter": mark.matter,
        "severity": mark.severity,
        "owner": mark.owner,
        "street": mark.street,
        "source": mark.source,
    }
