"""Somebody who is told of acceptances, in place of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from alerts.store.base import Delivery, Store, Writer


class Listener:
    """Calls `told(delivery, case number)` in the transaction in which an acceptance is written down."""

    def __init__(self, store: Store, told: Callable[[Delivery, str | None], None]) -> None:
        self._store = store
        self._told = told

    @contextmanager
    def accepting(self, incident_ids: Sequence[str]) -> Iterator[_Acceptance]:
        """Open that transaction."""
        with self._store.write() as writer:
            yield _Acceptance(writer, self._told)


class _Acceptance:
    def __init__(self, writer: Writer, told: Callable[[Delivery, str | None], None]) -> None:
        self.writer = writer
        self.note = told
