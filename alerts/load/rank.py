"""Which incident is looked at first: points out of 100 from five questions, each shown with its part. Pure.

    severity    extreme 40, severe 30, moderate 15, minor 5
    certainty   a person has confirmed it 15; the machine says likely 10 x confidence; possible 3
    age         overdue 20; else 15 x the share of its unit's limit that has passed, at most 15;
                before a unit has it, 10 x waiting / `load.take_within_s`, at most 10
    repeats     5 for each time it was called handled and was not, 5 when the same was here within 30 days,
                3 for each report by others (12345, patrol); at most 15
    place       7 in a place that the settings call important, 1 for each further camera that sees it; at most 10

Equal points: what has waited longest comes first. The weights are ours, not a standard's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alerts.load.item import Item
from core.config.settings.load import Load
from core.reason import Fact, Reason

SEVERITY: Mapping[str, float] = {"extreme": 40, "severe": 30, "moderate": 15, "minor": 5}
OBSERVED, LIKELY, POSSIBLE = 15.0, 10.0, 3.0
OVERDUE, LIMIT, WAITING = 20.0, 15.0, 10.0
REOPENED, RECURS, REPORT, REPEATS = 5.0, 5.0, 3.0, 15.0
IMPORTANT, VIEW, PLACE = 7.0, 1.0, 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one question adds."""

    name: str  # severity | certainty | age | repeats | place
    points: float
    why: Reason


def parts(item: Item, now: datetime, rule: Load) -> tuple[Part, ...]:
    """Return every question's points; those that add nothing are left out."""
    made = (
        _severity(item),
        _certainty(item),
        _age(item, now, rule),
        _repeats(item),
        _place(item, rule),
    )
    return tuple(part for part in made if part.points > 0)


def _severity(item: Item) -> Part:
    severity = item.severity if item.severity in SEVERITY else "minor"  # a table's own word
    return _part("severity", SEVERITY[severity], f"load.rank.severity.{severity}")


def _certainty(item: Item) -> Part:
    if item.certainty == "observed":
        return _part("certainty", OBSERVED, "load.rank.observed")
    facts: dict[str, Fact] = {"percent": round(100 * item.confidence)}
    points = POSSIBLE if item.certainty == "possible" else LIKELY * item.confidence
    return _part("certainty", points, f"load.rank.{item.certainty}", facts)


def _age(item: Item, now: datetime, rule: Load) -> Part:
    if item.overdue:
        return _part("age", OVERDUE, "load.rank.overdue")
    if item.used is not None:
        return _part(
            "age", LIMIT * min(1.0, item.used), "load.rank.limit", {"percent": round(100 * item.used)}
        )
    waited = max(0.0, (now - item.since).total_seconds())
    points = WAITING * min(1.0, waited / rule.take_within_s)
    return _part("age", points, "load.rank.waiting", {"minutes": round(waited / 60)})


def _repeats(item: Item) -> Part:
    points = REOPENED * item.reopened + RECURS * item.recurs + REPORT * item.reports
    times = item.reopened + item.recurs
    return _part(
        "repeats", min(REPEATS, points), "load.rank.repeats", {"times": times, "reports": item.reports}
    )


def _place(item: Item, rule: Load) -> Part:
    important = any(item.grid.startswith(prefix) for prefix in rule.important)
    points = IMPORTANT * important + VIEW * max(0, len(item.cameras) - 1)
    code = "load.rank.important" if important else "load.rank.views"
    return _part("place", min(PLACE, points), code, {"cameras": len(item.cameras)})


def _part(name: str, points: float, code: str, facts: Mapping[str, Fact] | None = None) -> Part:
    return Part(name=name, points=round(points, 1), why=Reason(code=code, facts=facts or {}))
