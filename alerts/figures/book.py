"""Cases and alarms as columns, kept in step with a store: each question first reads what has changed since the last."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from alerts.figures.alarms import AlarmTable
from alerts.figures.cases import CaseTable
from alerts.figures.times import LocalHours
from alerts.load.seats import seats_at
from alerts.store.base import Store
from core.config.settings.load import Load

T = TypeVar("T")


class FigureBook:
    """May be asked from any thread; who asks first waits until everything is read."""

    def __init__(self, store: Store, *, rule: Load, zone: ZoneInfo) -> None:
        """`rule`: seats and shifts. `zone`: of the district, whose days and hours are told."""
        self.hours = LocalHours(zone)
        self.zone = zone
        self._store = store
        self._lock = threading.Lock()
        self._seats: Callable[[datetime], int] = lambda instant: seats_at(rule, instant, zone)
        self._cases: CaseTable | None = None
        self._alarms: AlarmTable | None = None

    def cases(self, question: Callable[[CaseTable], T]) -> T:
        """Return the answer to a question about every case that is committed."""
        with self._lock:
            cases, _ = self._current()
            return question(cases)

    def alarms(self, question: Callable[[AlarmTable], T]) -> T:
        """Return the answer to a question about every alarm that is committed."""
        with self._lock:
            _, alarms = self._current()
            return question(alarms)

    @property
    def changed(self) -> int:
        """The newest change of a case that is counted: the same number, the same answers."""
        with self._lock:
            cases, _ = self._current()
            return cases.changed

    def warm(self) -> tuple[int, int]:
        """Read everything; return how many cases and alarms there are."""
        with self._lock:
            cases, alarms = self._current()
            return len(cases), len(alarms)

    def _current(self) -> tuple[CaseTable, AlarmTable]:
        with self._store.read() as reader:
            newest = reader.last_figure()
            if self._cases is None or self._alarms is None or newest < self._cases.changed:
                self._cases = CaseTable(self.hours.of)  # the first time, or the database was restored
                self._alarms = AlarmTable(self.hours.of, self._seats)
            self._cases.refresh(reader)
            self._alarms.refresh(reader)
            return self._cases, self._alarms
