"""Silences, shelves and marks in memory: mixed into the twin of the SQL store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from alerts.load.silence import Shelf, Silence
from alerts.store import codec, rules
from alerts.store.base import Delivery, DeliveryState
from alerts.store.load import LoadMark


@dataclass(kw_only=True, slots=True)
class LoadTables:
    """What is kept of the operators' load."""

    silences: dict[str, str] = field(default_factory=dict)  # documents
    shelves: dict[str, str] = field(default_factory=dict)
    load_marks: dict[int, LoadMark] = field(default_factory=dict)  # 1, 2, 3 ...


class MemoryLoadReader:
    """The questions of `load.LoadReader`."""

    tables: Any

    def silence(self, silence_id: str) -> Silence | None:
        """Return one silence, or None."""
        text = self.tables.silences.get(silence_id)
        return None if text is None else codec.decode_silence(text)

    def silences(self, *, ending_after: datetime | None = None) -> tuple[Silence, ...]:
        """Return silences by their start."""
        every = (codec.decode_silence(text) for text in self.tables.silences.values())
        found = [one for one in every if ending_after is None or one.ends_at > ending_after]
        return tuple(sorted(found, key=lambda one: (one.starts_at, one.id)))

    def shelves(self) -> Mapping[str, Shelf]:
        """Return every shelf by its incident's id."""
        return {key: codec.decode_shelf(text) for key, text in sorted(self.tables.shelves.items())}

    def load_marks(
        self, since: datetime, until: datetime | None = None, *, limit: int = 2_000_000
    ) -> tuple[LoadMark, ...]:
        """Return the marks of a time in order."""
        found = [
            m for m in self.tables.load_marks.values() if since <= m.at and (until is None or m.at < until)
        ]
        return tuple(sorted(found, key=lambda mark: mark.at)[:limit])

    def last_marks(self, incident_ids: Sequence[str]) -> Mapping[str, LoadMark]:
        """Return the latest mark of each."""
        wanted = set(incident_ids)
        return {
            mark.incident_id: mark for mark in self.tables.load_marks.values() if mark.incident_id in wanted
        }


class MemoryLoadWriter(MemoryLoadReader):
    """The changes of `load.LoadWriter`."""

    _table: Callable[[str], dict[Any, Any]]

    def put_silence(self, silence: Silence) -> None:
        """Keep a silence."""
        self._table("silences")[silence.id] = codec.encode_silence(silence)

    def put_shelf(self, shelf: Shelf) -> None:
        """Keep a shelf."""
        self._table("shelves")[shelf.incident_id] = codec.encode_shelf(shelf)

    def drop_shelves(self, incident_ids: Sequence[str]) -> None:
        """Forget shelves."""
        for incident_id in incident_ids:
            self._table("shelves").pop(incident_id, None)

    def add_load_marks(self, marks: Sequence[LoadMark]) -> None:
        """Append marks."""
        table = self._table("load_marks")
        last = next(reversed(table), 0)
        table.update(enumerate(marks, start=last + 1))

    def move_deliveries(self, waiting_for: datetime, to: datetime) -> int:
        """Let untried deliveries wait for another instant."""
        rows: dict[str, Delivery] = {
            row.id: replace(row, next_at=to)
            for row in self.tables.deliveries.values()
            if row.state is DeliveryState.PENDING and row.attempts == row.spent and row.next_at == waiting_for
        }
        self._table("deliveries").update(rows)
        return len(rows)

    def prune_load(self, now: datetime) -> dict[str, int]:
        """Drop marks and silences that nobody asks for any more."""
        before = now - rules.LOAD_KEPT
        marks = [number for number, mark in self.tables.load_marks.items() if mark.at < before]
        for number in marks[: rules.MARKS_PRUNED]:
            del self._table("load_marks")[number]
        old = [one.id for one in self.silences() if one.ends_at < before]
        for silence_id in old:
            del self._table("silences")[silence_id]
        return {"load_marks": min(len(marks), rules.MARKS_PRUNED), "silences": len(old)}
