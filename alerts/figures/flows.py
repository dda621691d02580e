"""The figures of alarms, deliveries and looks: what runs through the centre rather than what became of a case. Pure."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from alerts.figures.alarms import PERIODS_AN_HOUR, AlarmTable
from alerts.figures.answer import Answer, Column, Group, Value, ratio
from alerts.figures.columns import Mask, Numbers
from alerts.figures.questions import column, in_order
from alerts.figures.times import day_name
from alerts.load.measure import ACCEPTABLE, MANAGEABLE
from alerts.store.figures import HOUR_US, DeliveryFigure, LookFigure

ALARMS_BY = ("none", "hour", "day", "matter", "severity", "owner", "street", "source")
FLOWS_BY = ("none", "hour", "day")
ON_TIME = 0.95  # share of the periods due that is to be looked at on time; what the console's head line is told as well


def alarms(
    table: AlarmTable, since: int, until: int, by: str, filters: Mask | None = None, *, now: int | None = None
) -> Answer:
    """Return the load of the seats; of a kind of alarms, its part of it. At hours after `now` nobody has sat yet."""
    rows = table.rows(since, until, filters)
    periods, seats = table.staffed(since, until if now is None else min(until, now))
    of_period = table.local_hours(periods)
    of_alarm = table.local.values[rows]
    busiest = _busiest(of_alarm, of_period, seats)
    whole = float(seats.sum()) / PERIODS_AN_HOUR
    total: tuple[Value, ...] = (len(rows), whole, ratio(len(rows), whole), busiest)
    groups: list[Group] = []
    if by == "hour":
        parts = [(f"{hour:02}", of_alarm % 24 == hour, of_period % 24 == hour) for hour in range(24)]
        groups = [_part(name, of_alarm, of_period, seats, a, p) for name, a, p in parts]
    elif by == "day":
        days = np.unique(of_period // 24).tolist()
        parts = [(day_name(day * 24), of_alarm // 24 == day, of_period // 24 == day) for day in days]
        groups = [_part(name, of_alarm, of_period, seats, a, p) for name, a, p in parts]
    elif by != "none":
        words = table.words[by]
        many = np.bincount(words.codes[rows], minlength=len(words.names)).tolist()
        groups = [
            Group(key=name, values=(count, whole, ratio(count, whole), None))
            for name, count in zip(words.names, many, strict=True)
        ]
    columns = (
        column("alarms", "count"),
        column("seat_hours", "hours"),
        column("per_seat_hour", "per_hour", limit=ACCEPTABLE, most=MANAGEABLE),
        # six are meant on average, as the load report means it
        column("max_hour", "per_hour", limit=MANAGEABLE),
    )
    return Answer(
        name="alarms",
        by=by,
        columns=columns,
        total=Group(key="", values=total),
        groups=in_order(groups, by),
    )


def deliveries(rows: Sequence[DeliveryFigure], by: str, hours: Callable[[Numbers], Numbers]) -> Answer:
    """Return what became of messages, by receiver, hour of the day or day."""
    keys = _keys([row.hour for row in rows], by, hours) or [row.receiver for row in rows]
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    names = DeliveryFigure._fields[2:]
    for key, row in zip(keys, rows, strict=True):
        for name, many in zip(names, row[2:], strict=True):
            sums[key][name] += many
            sums["*total"][name] += many

    def told(count: Mapping[str, int]) -> tuple[Value, ...]:
        queued, accepted, late, dead, held = (count.get(name, 0) for name in names)
        waiting = queued - accepted - dead - held
        return queued, accepted, ratio(accepted, queued), late, dead, held, waiting

    columns = (
        column("queued", "count"),
        column("accepted", "count"),
        column("accepted_share", "share", limit=0.99, least=True),
        column("late", "count"),
        column("dead", "count", limit=0),
        column("held", "count", limit=0),
        column("waiting", "count"),
    )
    return _summed("deliveries", by, columns, sums, told)


def looks(rows: Sequence[LookFigure], by: str, hours: Callable[[Numbers], Numbers]) -> Answer:
    """Return how much was looked at on time, by owner, hour of the day or day."""
    keys = _keys([row.hour for row in rows], by, hours) or [row.owner for row in rows]
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for key, row in zip(keys, rows, strict=True):
        kinds: dict[str, int] = json.loads(row.kinds)
        failed = sum(many for kind, many in kinds.items() if kind.startswith("failed."))
        for one in (key, "*total"):
            sums[one].update(
                due=row.due,
                on_time=row.on_time,
                late=row.late,
                failed=failed,
                missed=sum(kinds.values()) - failed,
            )

    def told(count: Mapping[str, int]) -> tuple[Value, ...]:
        due, on_time = count.get("due", 0), count.get("on_time", 0)
        return (
            due,
            on_time,
            ratio(on_time, due),
            *(count.get(name, 0) for name in ("late", "failed", "missed")),
        )

    columns = (
        column("due", "count"),
        column("on_time", "count"),
        column("share", "share", limit=ON_TIME, least=True),
        column("late_looks", "count"),
        column("failed", "count"),
        column("missed", "count"),
    )
    return _summed("on_time", by, columns, sums, told)


def _summed(
    name: str,
    by: str,
    columns: tuple[Column, ...],
    sums: Mapping[str, Mapping[str, int]],
    told: Callable[[Mapping[str, int]], tuple[Value, ...]],
) -> Answer:
    groups = [Group(key=key, values=told(count)) for key, count in sums.items() if key != "*total"]
    return Answer(
        name=name,
        by=by,
        columns=columns,
        total=Group(key="", values=told(sums.get("*total", {}))),
        groups=[] if by == "none" else in_order(groups, by),
    )


def _keys(hours: Sequence[int], by: str, local: Callable[[Numbers], Numbers]) -> list[str]:
    """Return the group of each hour where groups are times; nothing where they are not."""
    if by not in {"hour", "day"} or not hours:
        return []
    here: Iterable[int] = local(np.array(hours, np.int64) * HOUR_US).tolist()
    return [f"{hour % 24:02}" if by == "hour" else day_name(hour) for hour in here]


def _part(
    name: str, of_alarm: Numbers, of_period: Numbers, seats: Numbers, alarm: Mask, period: Mask
) -> Group:
    staffed = float(seats[period].sum()) / PERIODS_AN_HOUR
    many = int(alarm.sum())
    busiest = _busiest(of_alarm[alarm], of_period[period], seats[period])
    return Group(key=name, values=(many, staffed, ratio(many, staffed), busiest))


def _busiest(of_alarm: Numbers, of_period: Numbers, seats: Numbers) -> Value:
    """Return the alarms per seat of the busiest local hour."""
    if not len(of_period):
        return None
    first = int(of_period.min())
    span = int(of_period.max()) - first + 1
    inside = of_alarm[(of_alarm >= first) & (of_alarm < first + span)]
    many = np.bincount(inside - first, minlength=span)
    staffed = np.bincount(of_period - first, weights=seats, minlength=span)
    periods = np.bincount(of_period - first, minlength=span)
    there = periods > 0
    return float((many[there] / (staffed[there] / periods[there])).max())
