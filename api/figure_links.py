"""From a number to the cases behind it: the query of the list of cases that counts the same. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from alerts.figures.answer import Answer
from alerts.figures.groups import DIGITS
from api.case_filters import CaseWish

WITHOUT_CASES = frozenset({"on_time", "deliveries"})
_KEPT = {
    "matters": "matter",
    "severities": "severity",
    "statuses": "status",
    "stages": "stage",
    "grids": "grid",
    "units": "unit",
    "owners": "owner",
    "cameras": "camera",
    "verdicts": "verdict",
    "held": "held",
    "reached": "reached",
    "hours": "hour",
}
_NOT_OF_CASES = frozenset({"cameras", "seat_hours"})  # columns that count something else
Params = dict[str, tuple[str, ...]]


def links(
    wish: CaseWish, answer: Answer, key: str | None, since: datetime, until: datetime, zone: ZoneInfo
) -> dict[str, str]:
    """Return column to the query of its cases, for a group, or for the total where `key` is None."""
    if answer.name in WITHOUT_CASES:
        return {}
    begin, end = ("shown_from", "shown_to") if answer.name == "alarms" else ("from", "to")
    asked: Params = {begin: (_told(since),), end: (_told(until),)}
    asked |= {
        name: tuple(str(value) for value in getattr(wish.where, field))
        for field, name in _KEPT.items()
        if getattr(wish.where, field)
    }
    for name in ("overdue", "late"):
        if (value := getattr(wish.where, name)) is not None:
            asked[name] = (str(value).lower(),)
    if wish.where.exact_grid is not None:
        asked["exact_grid"] = (wish.where.exact_grid,)
    if wish.where.no_unit:
        asked["no_unit"] = ("true",)
    if answer.name == "alarms":
        asked["merged"] = ("true",)  # it was an alarm, whatever became of it
    if key is not None:
        asked |= _of_group(answer, key, begin, end, zone, since, until)
    return {
        column.key: urlencode(asked | dict(column.where), doseq=True)
        for column in answer.columns
        if column.key not in _NOT_OF_CASES
    }


def _of_group(
    answer: Answer, key: str, begin: str, end: str, zone: ZoneInfo, since: datetime, until: datetime
) -> Params:
    by = answer.by
    if by == "day":
        first = datetime.combine(date.fromisoformat(key), time(), zone)
        last = datetime.combine(date.fromisoformat(key) + timedelta(days=1), time(), zone)
        return {begin: (_told(max(first, since)),), end: (_told(min(last, until)),)}
    if by == "hour":
        return {"shown_hour" if answer.name == "alarms" else "hour": (str(int(key)),)}
    if by in DIGITS:
        if key and len(key) == DIGITS[by]:
            return {"grid": (key,)}
        return {"exact_grid": (key,)}
    if by == "unit" and not key:
        return {"no_unit": ("true",)}
    return {by: (key,)}


def _told(at: datetime) -> str:
    return at.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")
