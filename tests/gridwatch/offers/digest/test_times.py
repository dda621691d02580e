from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gridwatch.offers.digest.times import last_due, next_due

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHIFTS = ("16:00", "00:00", "08:00")


def clock(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A local time."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("at", "now", "since", "until"),
    [
        (("08:00",), "2026-11-02 08:00", "2026-11-01 08:00", "2026-11-02 08:00"),
        (("08:00",), "2026-11-02 07:59", "2026-10-31 08:00", "2026-11-01 08:00"),
        (SHIFTS, "2026-11-02 07:59", "2026-11-01 16:00", "2026-11-02 00:00"),
        (SHIFTS, "2026-11-02 08:01", "2026-11-02 00:00", "2026-11-02 08:00"),
        (SHIFTS, "2026-11-02 00:00", "2026-11-01 16:00", "2026-11-02 00:00"),
    ],
)
def test_each_digest_tells_of_the_time_since_the_one_before(
    at: tuple[str, ...], now: str, since: str, until: str
) -> None:
    """Days and shifts, in the district's own clock, whatever order they are written in."""
    period = last_due(at, SHANGHAI, clock(now))
    assert (period.since, period.until) == (clock(since), clock(until))


def test_periods_follow_each_other_without_a_gap() -> None:
    """The end of one is the beginning of the next, and no time is told twice."""
    before = last_due(SHIFTS, SHANGHAI, clock("2026-11-02 07:59"))
    after = last_due(SHIFTS, SHANGHAI, clock("2026-11-02 08:00"))
    assert before.until == after.since
    assert next_due(SHIFTS, SHANGHAI, clock("2026-11-02 07:59")) == after.until
    assert next_due(SHIFTS, SHANGHAI, after.until) == clock("2026-11-02 16:00")


def test_a_day_of_25_hours() -> None:
    """Where clocks are put back the digest still comes at its time of day."""
    berlin = ZoneInfo("Europe/Berlin")
    period = last_due(("08:00",), berlin, clock("2026-10-25 09:00", berlin))
    assert (period.until - period.since).total_seconds() == 25 * 3600
