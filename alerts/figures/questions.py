"""The figures of cases: what is confirmed, how long it takes, what was false. Pure, over columns in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from alerts.figures.answer import Answer, Column, Group, Value, ratio
from alerts.figures.cases import CaseTable, Where
from alerts.figures.columns import Mask, Numbers
from alerts.figures.groups import By, Keys, counts, keyed, percentiles
from alerts.figures.words import COLUMNS

_SECOND = 1_000_000  # microseconds
_SHARES = (0.5, 0.9)


def column(key: str, unit: str, **more: object) -> Column:
    """Return a column with its words."""
    zh, en = COLUMNS[key]
    return Column(key=key, zh=zh, en=en, unit=unit, **more)  # type: ignore[arg-type] # told by the callers below


def confirmed(table: CaseTable, where: Where, by: By) -> Answer:
    """Return what operators made of the cases."""
    rows = np.flatnonzero(table.mask(where))
    verdict = table.words["verdict"]

    def said(*names: str) -> Mask:
        return verdict.where(frozenset(names).__contains__)[rows]

    kinds = {
        "cases": None,
        "confirmed": said("operator"),
        "rejected": said("rejected"),
        "backed": said("handled", "looks"),
        "unjudged": said(""),
    }

    def told(keys: Keys, groups: int) -> list[tuple[Value, ...]]:
        many = {key: counts(keys, groups, which).tolist() for key, which in kinds.items()}
        return [
            (all_, yes, no, ratio(yes, yes + no), backed, open_)
            for all_, yes, no, backed, open_ in zip(*many.values(), strict=True)
        ]

    columns = (
        column("cases", "count"),
        column("confirmed", "count", where={"verdict": ("operator",)}),
        column("rejected", "count", where={"verdict": ("rejected",)}),
        column("confirmed_share", "share"),
        column("backed", "count", where={"verdict": ("handled", "looks")}),
        column("unjudged", "count", where={"verdict": ("none",)}),
    )
    return _answer("confirmed", table, rows, by, columns, told)


def times(table: CaseTable, where: Where, by: By) -> Answer:
    """Return how long it took from found to handled to verified, and how much was in time."""
    rows = np.flatnonzero(table.mask(where))
    found, handled, verified = (table.time(f"{name}_at")[rows] for name in ("found", "handled", "verified"))
    late, kept = table.late()[rows], table.in_time()[rows]
    steps = (
        (found, handled, handled > 0),
        (handled, verified, (handled > 0) & (verified > 0)),
        (found, verified, verified > 0),
    )

    def told(keys: Keys, groups: int) -> list[tuple[Value, ...]]:
        spans = [_spans(keys, groups, start, end, there) for start, end, there in steps]
        many = counts(keys, groups).tolist()
        done, proven = (counts(keys, groups, there).tolist() for there in (handled > 0, verified > 0))
        over, within = (counts(keys, groups, which).tolist() for which in (late, kept))
        return [
            (
                many[n],
                done[n],
                *spans[0][n],
                proven[n],
                *spans[1][n],
                *spans[2][n],
                over[n],
                ratio(within[n], within[n] + over[n]),
            )
            for n in range(groups)
        ]

    columns = (
        column("cases", "count"),
        column("handled", "count", where={"reached": ("handled",)}),
        column("to_handled_p50", "seconds", where={"reached": ("handled",)}),
        column("to_handled_p90", "seconds", where={"reached": ("handled",)}),
        column("verified", "count", where={"reached": ("verified",)}),
        column("to_verified_p50", "seconds", where={"reached": ("handled", "verified")}),
        column("to_verified_p90", "seconds", where={"reached": ("handled", "verified")}),
        column("whole_p50", "seconds", where={"reached": ("verified",)}),
        column("whole_p90", "seconds", where={"reached": ("verified",)}),
        column("late_cases", "count", where={"late": ("true",)}),
        column("in_time", "share", limit=0.9, least=True),
    )
    return _answer("times", table, rows, by, columns, told)


def false_alarms(
    table: CaseTable, where: Where, by: By, *, cameras: int, of: Mapping[str, int], days: float
) -> Answer:
    """Return what operators rejected, by camera and day.

    Args:
        table: every case.
        where: which are asked for.
        by: what they are told apart by.
        cameras: enabled, as far as `where` names owners or cameras.
        of: the same by key of a group, where it is known; a group without is set against all of them.
        days: of the time.
    """
    rows = np.flatnonzero(table.mask(where))
    rejected = table.words["verdict"].where("rejected".__eq__)[rows]
    names = [""] if by == "none" else keyed(table, by, rows)[1]

    def told(keys: Keys, groups: int) -> list[tuple[Value, ...]]:
        wrong, many = counts(keys, groups, rejected).tolist(), counts(keys, groups).tolist()
        whose = [of.get(name, cameras) for name in names] if groups == len(names) else [cameras] * groups
        return [(many[n], wrong[n], whose[n], ratio(wrong[n], whose[n] * days)) for n in range(groups)]

    columns = (
        column("cases", "count"),
        column("rejected", "count", where={"verdict": ("rejected",)}),
        column("cameras", "count"),
        column("per_camera_day", "per_day", limit=1.0),
    )
    return _answer("false_alarms", table, rows, by, columns, told)


def _answer(
    name: str,
    table: CaseTable,
    rows: Numbers,
    by: By,
    columns: tuple[Column, ...],
    told: Callable[[Keys, int], Sequence[tuple[Value, ...]]],
) -> Answer:
    (total,) = told(np.zeros(len(rows), np.int64), 1)
    groups: list[Group] = []
    if by != "none":
        keys, names = keyed(table, by, rows)
        values = told(keys, len(names))
        groups = [Group(key=key, values=of) for key, of in zip(names, values, strict=True)]
    return Answer(
        name=name,
        by=by,
        columns=columns,
        total=Group(key="", values=total),
        groups=in_order(groups, by),
    )


def in_order(groups: Sequence[Group], by: str) -> list[Group]:
    """Return times in their order, everything else with most first; what has none at all is left out but for times."""
    if by in {"hour", "day"}:
        return sorted(groups, key=lambda group: group.key)
    there = [group for group in groups if group.values[0]]
    return sorted(there, key=lambda group: (-(group.values[0] or 0), group.key))


def _spans(keys: Keys, groups: int, start: Numbers, end: Numbers, there: Mask) -> list[tuple[Value, Value]]:
    found = percentiles(keys[there], groups, np.maximum(0, (end - start)[there]), _SHARES)
    return [
        (None, None) if middle < 0 else (middle / _SECOND, high / _SECOND)
        for middle, high in zip(*found.tolist(), strict=True)
    ]
