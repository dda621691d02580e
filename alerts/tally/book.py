"""The columns, kept in step with a store: all of it is read once, then what its live events name."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import structlog

from alerts.store.base import Reader, Store
from alerts.tally.columns import Columns

log = structlog.get_logger(__name__)
T = TypeVar("T")

PAGE = 20_000  # incidents read at once
BEHIND = 50_000  # live events; half of what the journal keeps: beyond it everything is read again
_EVENTS = 5_000  # read at once


class TallyBook:
    """Answers from memory. May be asked from any thread; who asks first waits until everything has been read."""

    def __init__(self, store: Store, *, behind: int = BEHIND) -> None:
        self._store = store
        self._behind = behind
        self._lock = threading.Lock()
        self._columns: Columns | None = None
        self._seq = 0

    def ask(self, question: Callable[[Columns], T]) -> T:
        """Return the answer to a question about everything committed so far."""
        with self._lock:
            return question(self._current())

    @property
    def seq(self) -> int:
        """The live event up to which everything is counted: the same number, the same answers."""
        with self._lock:
            self._current()
            return self._seq

    def _current(self) -> Columns:
        with self._store.read() as reader:
            newest = reader.last_event_seq()
            # a smaller number is of a database that was restored
            if self._columns is None or not self._seq <= newest <= self._seq + self._behind:
                self._columns = _read_all(reader)
            elif newest > self._seq:
                self._follow(reader, self._columns)
            self._seq = newest
            return self._columns

    def _follow(self, reader: Reader, columns: Columns) -> None:
        changed: dict[str, None] = {}
        seq = self._seq
        while events := reader.events_since(seq, _EVENTS):
            changed.update((event.ref, None) for event in events if event.kind == "incident")
            seq = events[-1].seq
        columns.put(reader.facts_of(list(changed)))


def _read_all(reader: Reader) -> Columns:
    columns = Columns()
    after = ""
    while facts := reader.facts(after, PAGE):
        columns.put(facts)
        after = facts[-1].id
    columns.settle()
    log.info("tally.read", incidents=columns.size)
    return columns
