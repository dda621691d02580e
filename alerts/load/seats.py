"""How many seats are staffed at an instant, by the settings' shifts. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.config.settings.load import Load, Shift


def seats_at(rule: Load, instant: datetime, zone: ZoneInfo) -> int:
    """Return the seats staffed; those of all shifts that hold, else the plain number."""
    local = instant.astimezone(zone)
    return sum(shift.seats for shift in rule.shifts if _holds(shift, local)) or rule.seats


def _holds(shift: Shift, local: datetime) -> bool:
    today, at = local.isoweekday(), local.time()
    if shift.start < shift.end:
        return today in shift.days and shift.start <= at < shift.end
    if at >= shift.start:  # over midnight, or round the clock
        return today in shift.days
    return at < shift.end and (local - timedelta(days=1)).isoweekday() in shift.days
