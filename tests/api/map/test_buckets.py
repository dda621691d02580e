"""The steps of the time slider."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from api.map.buckets import edges

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_days_begin_at_the_districts_midnight() -> None:
    """30 of them; the last is today, whole."""
    told = edges("day", datetime(2026, 11, 2, 17, 5, tzinfo=UTC), SHANGHAI)  # the 3rd, 01:05, in Shanghai
    assert len(told) == 31
    assert told[-2] == datetime(2026, 11, 2, 16, tzinfo=UTC)
    assert told[-1] == datetime(2026, 11, 3, 16, tzinfo=UTC)
    assert told[0] == datetime(2026, 10, 4, 16, tzinfo=UTC)


def test_hours_end_with_the_present_one() -> None:
    """48 of them."""
    told = edges("hour", datetime(2026, 11, 2, 17, 5, tzinfo=UTC), SHANGHAI)
    assert len(told) == 49
    assert told[-1] == datetime(2026, 11, 2, 18, tzinfo=UTC)
    assert {b - a for a, b in itertools.pairwise(told)} == {timedelta(hours=1)}


def test_the_day_on_which_clocks_change_is_as_long_as_it_is() -> None:
    """23 hours in a place that has a summer time; no hour is counted twice or left out."""
    told = edges("day", datetime(2026, 4, 1, 12, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    assert timedelta(hours=23) in {b - a for a, b in itertools.pairwise(told)}
