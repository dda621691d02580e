"""The steps of a time slider: hours or days as the district counts them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Unit = Literal["hour", "day"]
STEPS: dict[Unit, int] = {"hour": 48, "day": 30}


def edges(unit: Unit, now: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the beginnings of the last hours or days, oldest first, and the end of the present one; UTC.

    Days begin at the district's midnight, also where a clock is changed in between.
    """
    steps = STEPS[unit]
    if unit == "hour":
        begun = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return tuple(begun + timedelta(hours=hour) for hour in range(1 - steps, 2))
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=day) for day in range(1 - steps, 2))
    return tuple(datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
