"""Local hours, also where clocks change."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from alerts.figures.times import LocalHours, day_name
from alerts.store.cursor import micros


def test_hours_are_the_districts_own():
    """As the clock on its wall shows, in summer and in winter; nothing of nothing."""
    for name in ("Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu"):
        zone = ZoneInfo(name)
        instants = [datetime(2026, 3, 28, 22, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
        hours = LocalHours(zone).of(np.array([micros(one) for one in instants]))
        assert (hours % 24).tolist() == [one.astimezone(zone).hour for one in instants]
        assert [day_name(int(hour)) for hour in hours] == [
            f"{one.astimezone(zone):%Y-%m-%d}" for one in instants
        ]
    assert LocalHours(ZoneInfo("UTC")).of(np.array([], np.int64)).tolist() == []
