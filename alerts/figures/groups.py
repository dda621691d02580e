"""Cases by a key, and what is counted of each group: numbers, medians, ninetieth percentiles. Pure."""

from __future__ import annotations

import math
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from alerts.figures.cases import CaseTable
from alerts.figures.columns import Mask, Numbers
from alerts.figures.times import day_name

By = Literal[
    "none", "matter", "severity", "street", "community", "grid", "unit", "owner", "camera", "hour", "day"
]
KEYS: tuple[str, ...] = get_args(By)
DIGITS = {"street": 9, "community": 12, "grid": 15}
_SPAN = 1 << 47  # microseconds, four years: longer times count as this long
Keys = NDArray[np.int64]


def keyed(table: CaseTable, by: By, rows: Numbers) -> tuple[Keys, list[str]]:
    """Return shape (k,) the group of each row, and the groups' keys.

    Args:
        table: every case.
        by: what they are told apart by.
        rows: shape (k,), which of them.
    """
    if by == "none":
        return np.zeros(len(rows), np.int64), [""]
    if by in DIGITS:
        codes, names = table.words["grid"].shortened(DIGITS[by])
        return codes[rows].astype(np.int64), names
    if by == "hour":
        return table.local.values[rows] % 24, [f"{hour:02}" for hour in range(24)]
    if by == "day":
        days = table.local.values[rows] // 24
        first = int(days.min()) if len(days) else 0
        many = int(days.max()) - first + 1 if len(days) else 0
        return days - first, [day_name((first + n) * 24) for n in range(many)]
    words = table.words[by]
    return words.codes[rows].astype(np.int64), words.names


def counts(keys: Keys, groups: int, which: Mask | None = None) -> Numbers:
    """Return shape (groups,): how many rows each group has, of those that `which` keeps."""
    if groups == 1:
        return np.array([len(keys) if which is None else np.count_nonzero(which)], np.int64)
    return np.bincount(keys if which is None else keys[which], minlength=groups).astype(np.int64)


def percentiles(keys: Keys, groups: int, spans: Numbers, shares: tuple[float, ...]) -> NDArray[np.int64]:
    """Return shape (len(shares), groups): the smallest span that this share of a group's does not exceed; -1 for none.

    Nearest rank, so that a figure is always one that a case really had.

    Args:
        keys: shape (k,), the group of each span.
        groups: how many there are.
        spans: shape (k,), microseconds, 0 or more.
        shares: 0..1.
    """
    many = counts(keys, groups)
    if groups == 1 and len(spans):  # nothing need be put in order but what stands at the ranks
        ranks = [max(1, math.ceil(len(spans) * share - 1e-9)) - 1 for share in shares]
        return np.partition(spans, ranks)[ranks].reshape(-1, 1)
    ordered = np.sort(keys * _SPAN + np.minimum(spans, _SPAN - 1))
    starts = np.cumsum(many) - many
    found = np.full((len(shares), groups), -1, np.int64)
    there = many > 0
    for n, share in enumerate(shares):
        ranks = np.maximum(1, np.ceil(many * share - 1e-9).astype(np.int64))
        found[n, there] = ordered[(starts + ranks - 1)[there]] % _SPAN
    return found


def percentile(spans: list[int], share: float) -> int:
    """Return the same of one short list: what the quick way is held against."""
    ordered = sorted(spans)
    return ordered[max(1, math.ceil(len(ordered) * share - 1e-9)) - 1]
