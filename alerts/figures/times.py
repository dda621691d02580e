"""Instants as the district's own days and hours, for many at once. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from alerts.figures.columns import Numbers
from alerts.store.figures import HOUR_US

_QUARTER_US = HOUR_US // 4  # clocks change by no less anywhere
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LocalHours:
    """Turns instants into hours of the district's clock, counted from 1970-01-01 00:00 there."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._offsets: dict[int, int] = {}  # quarter of an hour since 1970 -> microseconds ahead of UTC

    def of(self, instants: Numbers) -> Numbers:
        """Return whole local hours.

        Args:
            instants: shape (n,), microseconds since 1970 UTC.
        """
        quarters, inverse = np.unique(instants // _QUARTER_US, return_inverse=True)
        offsets = np.array([self._offset(int(quarter)) for quarter in quarters], np.int64)
        return (instants + offsets[inverse]) // HOUR_US if len(quarters) else instants

    def _offset(self, quarter: int) -> int:
        if quarter not in self._offsets:
            at = _EPOCH + quarter * timedelta(microseconds=_QUARTER_US)
            ahead = at.astimezone(self._zone).utcoffset()
            self._offsets[quarter] = 0 if ahead is None else ahead // timedelta(microseconds=1)
        return self._offsets[quarter]


def day_name(local_hour: int) -> str:
    """Return the day of a local hour as 2026-11-02."""
    return f"{_EPOCH + timedelta(hours=local_hour):%Y-%m-%d}"
