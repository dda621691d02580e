"""Every alarm shown to operators as columns in memory: how many a seat has in an hour, and of what.

As in alerts/load/measure.py, what was told as one of a group is one alarm in each ten minutes in which the group grew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from alerts.figures.cases import AT_ONCE, under
from alerts.figures.columns import Growing, Mask, Numbers, Words
from alerts.store.figures import HOUR_US, FigureReader, MarkFigure

PERIOD_US = HOUR_US // 6  # ten minutes
PERIODS_AN_HOUR = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WORDS = ("group", "matter", "severity", "owner", "street", "source")


class AlarmTable:
    """The columns; rows in order of time."""

    def __init__(self, hours: Callable[[Numbers], Numbers], seats: Callable[[datetime], int]) -> None:
        """`hours`: turns instants into local hours since 1970. `seats`: staffed at an instant."""
        self._hours = hours
        self._seats = seats
        self._staffed: dict[int, int] = {}  # period -> seats
        self._first: int | None = None  # microseconds since 1970: the first hour of which anything is kept
        self.number = 0
        self.at = Growing()
        self.local = Growing()
        self.case = Growing()
        self.words = {name: Words() for name in _WORDS}

    def __len__(self) -> int:
        return len(self.at.values)

    def refresh(self, reader: FigureReader) -> int:
        """Read what is new; return how many rows that were."""
        hour = reader.first_hour()
        self._first = None if hour is None else hour * HOUR_US
        taken = 0
        while rows := reader.mark_figures(self.number, AT_ONCE):
            columns = dict(zip(MarkFigure._fields, zip(*rows, strict=True), strict=True))
            at = np.arange(len(self), len(self) + len(rows))
            instants = np.fromiter(columns["at"], np.int64, len(rows))
            self.local.put(at, self._hours(instants).tolist())
            self.case.put(at, columns["case"])
            for name, words in self.words.items():
                words.put(at, columns[name])
            self.at.put(at, columns["at"])
            self.number = rows[-1].number
            taken += len(rows)
        return taken

    def rows(self, since: int, until: int, filters: Mask | None = None) -> NDArray[np.int64]:
        """Return shape (k,): alarms of a time, each group once in ten minutes."""
        at = self.at.values
        chosen = (at >= since) & (at < until)
        if filters is not None:
            chosen &= filters
        found = np.flatnonzero(chosen)
        groups = self.words["group"]
        code = groups.codes[found].astype(np.int64)
        alone = np.array([not name for name in groups.names], np.bool_)[code] if len(found) else code > 0
        period = at[found] // PERIOD_US
        key = period[~alone] * (len(groups.names) + 1) + code[~alone]
        _, first = np.unique(key, return_index=True)
        return np.sort(np.concatenate([found[alone], found[~alone][first]]))

    def filters(self, **wanted: tuple[str, ...]) -> Mask:
        """Return shape (n,): which alarms have one of these words; `street` takes prefixes."""
        chosen = np.ones(len(self), np.bool_)
        for name, values in wanted.items():
            if values and name == "street":
                chosen &= self.words[name].where(under([value[:9] for value in values]))
            elif values:
                chosen &= self.words[name].where(frozenset(values).__contains__)
        return chosen

    def staffed(self, since: int, until: int) -> tuple[Numbers, Numbers]:
        """Return shape (p,): the ten-minute periods of a time, in microseconds since 1970, and the seats in each.

        Only those of which something is kept: a week of which the service ran one day has one day's seat hours.
        """
        since = until if self._first is None else max(since, self._first)
        periods = np.arange(since // PERIOD_US, -(-until // PERIOD_US))
        kept = self._staffed
        for period in periods.tolist():
            if period not in kept:
                kept[period] = max(1, self._seats(_EPOCH + timedelta(microseconds=period * PERIOD_US)))
        return periods * PERIOD_US, np.fromiter((kept[p] for p in periods.tolist()), np.int64, len(periods))

    def local_hours(self, instants: Numbers) -> Numbers:
        """Return local hours since 1970."""
        return self._hours(instants)
