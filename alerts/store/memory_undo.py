"""Acts that may be taken back, in memory: mixed into the twin of the SQL store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from alerts.store import codec
from alerts.store.undo import UNDOS_KEPT, Undo


class MemoryUndoReader:
    """The questions of `undo.UndoReader`."""

    tables: Any

    def undo(self, incident_id: str) -> Undo | None:
        """Return the last act on an incident that goes on, or None."""
        kept = self.tables.undos.get(incident_id)
        return None if kept is None else codec.decode_undo(kept[1])


class MemoryUndoWriter(MemoryUndoReader):
    """The changes of `undo.UndoWriter`."""

    _table: Callable[[str], dict[Any, Any]]

    def put_undo(self, undo: Undo) -> None:
        """Keep an act in place of the incident's earlier one."""
        self._table("undos")[undo.incident_id] = (undo.at, codec.encode_undo(undo))

    def drop_undo(self, incident_id: str) -> None:
        """Forget the last act on an incident."""
        self._table("undos").pop(incident_id, None)

    def prune_undos(self, now: datetime) -> int:
        """Drop acts of long ago; return how many."""
        old = [key for key, (at, _) in self.tables.undos.items() if at < now - UNDOS_KEPT]
        for key in old:
            del self._table("undos")[key]
        return len(old)
