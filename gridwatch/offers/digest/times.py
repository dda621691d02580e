"""When digests are due, and of which time they tell. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """What one digest tells of."""

    since: datetime  # UTC
    until: datetime  # UTC; when it is due


def last_due(at: Sequence[str], zone: tzinfo, now: datetime) -> Period:
    """Return the newest period that has ended by `now`.

    Args:
        at: times of day, such as 08:00.
        zone: whose clock they are read from.
        now: aware.
    """
    today = now.astimezone(zone).date()
    ends = _instants(at, zone, [today + timedelta(days=days) for days in (-2, -1, 0)])
    past = [instant for instant in ends if instant <= now]
    return Period(since=past[-2], until=past[-1])


def next_due(at: Sequence[str], zone: tzinfo, now: datetime) -> datetime:
    """Return when the next digest is due after `now`, UTC."""
    today = now.astimezone(zone).date()
    ends = _instants(at, zone, [today + timedelta(days=days) for days in (0, 1, 2)])
    return next(instant for instant in ends if instant > now)


def _instants(at: Sequence[str], zone: tzinfo, days: Sequence[date]) -> list[datetime]:
    """Return every one of the times on these days, in order; clocks that are put back repeat none."""
    local = (datetime.combine(day, time.fromisoformat(clock), zone) for day in days for clock in at)
    return sorted({instant.astimezone(UTC) for instant in local})
