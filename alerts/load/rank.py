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


NAMES = ("severity", "certainty", "age", "repeats", "place")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one question adds."""

    name: str  # one of NAMES
    points: float
    why: Reason


def scores(item: Item, now: datetime, rule: Load) -> tuple[float, float, float, float, float]:
    """Return the points of each question, in the order of NAMES."""
    important = bool(rule.important) and item.grid.startswith(rule.important)
    return (
        SEVERITY.get(item.severity, SEVERITY["minor"]),
        _certainty(item),
        _age(item, now, rule),
        min(REPEATS, REOPENED * item.reopened + RECURS * item.recurs + REPORT * item.reports),
        min(PLACE, IMPORTANT * important + VIEW * max(0, len(item.cameras) - 1)),
    )


def parts(item: Item, now: datetime, rule: Load) -> tuple[Part, ...]:
    """Return what the points are for, in words; questions that add nothing are left out."""
    told = zip(NAMES, scores(item, now, rule), _reasons(item, now, rule), strict=True)
    return tuple(
        Part(name=name, points=round(points, 1), why=why) for name, points, why in told if points > 0
    )


def _certainty(item: Item) -> float:
    if item.certainty == "observed":
        return OBSERVED
    return POSSIBLE if item.certainty == "possible" else LIKELY * item.confidence


def _age(item: Item, now: datetime, rule: Load) -> float:
    if item.overdue:
        return OVERDUE
    if item.used is not None:
        return LIMIT * min(1.0, item.used)
    return WAITING * min(1.0, _waited(item, now) / rule.take_within_s)


def _waited(item: Item, now: datetime) -> float:
    return max(0.0, (now - item.since).total_seconds())


def _reasons(item: Item, now: datetime, rule: Load) -> tuple[Reason, ...]:
    severity = item.severity if item.severity in SEVERITY else "minor"  # a table's own word
    certainty = Reason(code=f"load.rank.{item.certainty}", facts={"percent": round(100 * item.confidence)})
    if item.overdue:
        age = Reason(code="load.rank.overdue")
    elif item.used is not None:
        age = Reason(code="load.rank.limit", facts={"percent": round(100 * item.used)})
    else:
        age = Reason(code="load.rank.waiting", facts={"minutes": round(_waited(item, now) / 60)})
    times: dict[str, Fact] = {"times": item.reopened + item.recurs, "reports": item.reports}
    important = bool(rule.important) and item.grid.startswith(rule.important)
    place = Reason(
        code="load.rank.important" if important else "load.rank.views", facts={"cameras": len(item.cameras)}
    )
    return (
        Reason(code=f"load.rank.severity.{severity}"),
        certainty,
        age,
        Reason(code="load.rank.repeats", facts=times),
        place,
    )
