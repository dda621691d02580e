"""What a figure answers: columns with their units and limits, a total, and a row a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["count", "share", "seconds", "per_hour", "per_day", "hours"]
Value = float | int | None  # None: nothing was there to measure it on


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One number that is told of each group."""

    key: str
    zh: str
    en: str
    unit: Unit
    limit: float | None = None  # what is acceptable
    most: float | None = None  # beyond it nobody can go on
    least: bool = False  # True: `limit` is to be reached, not to be kept below
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of its cases, beside the group's


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """One row."""

    key: str  # "" where it is unknown, or of the total
    values: tuple[Value, ...]  # one a column


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A figure of a time."""

    name: str
    by: str
    columns: tuple[Column, ...]
    total: Group
    groups: Sequence[Group]


def ratio(part: float, whole: float) -> float | None:
    """Return a share, or None of nothing."""
    return part / whole if whole else None
