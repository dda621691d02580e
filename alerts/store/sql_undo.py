"""Acts that may be taken back, in the database: mixed into the SQL reader and writer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from alerts.store import codec, tables
from alerts.store.cursor import micros
from alerts.store.undo import UNDOS_KEPT, Undo


class SqlUndoReader:
    """The questions of `undo.UndoReader`."""

    _connection: Connection

    def undo(self, incident_id: str) -> Undo | None:
        """Return the last act on an incident that goes on, or None: by its key."""
        wanted = select(tables.undo.c.document).where(tables.undo.c.incident_id == incident_id)
        text = self._connection.scalar(wanted)
        return None if text is None else codec.decode_undo(text)


class SqlUndoWriter(SqlUndoReader):
    """The changes of `undo.UndoWriter`."""

    def put_undo(self, undo: Undo) -> None:
        """Keep an act in place of the incident's earlier one."""
        self.drop_undo(undo.incident_id)
        row = {"incident_id": undo.incident_id, "at": micros(undo.at), "document": codec.encode_undo(undo)}
        self._connection.execute(insert(tables.undo), row)

    def drop_undo(self, incident_id: str) -> None:
        """Forget the last act on an incident."""
        self._connection.execute(delete(tables.undo).where(tables.undo.c.incident_id == incident_id))


def prune(connection: Connection, now: datetime) -> int:
    """Drop acts of long ago, by ix_undo_at; return how many."""
    return connection.execute(delete(tables.undo).where(tables.undo.c.at < micros(now - UNDOS_KEPT))).rowcount
