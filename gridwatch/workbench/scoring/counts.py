"""Counts against counted truth: mean absolute error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from gridwatch.workbench.scoring.matching import Pair


@dataclass(frozen=True, kw_only=True, slots=True)
class CountError:
    """How far counts lie from the truth."""

    pairs: int  # counts compared
    mae: float  # mean of |told - true|, things
    bias: float  # mean of told - true; below 0: too few are counted
    relative: float | None  # sum of |told - true| over the sum of true; None where nothing was there


def count_mae(pairs: Iterable[tuple[float, float]]) -> CountError | None:
    """Compare `(told, true)` counts, e.g. persons in a crowd; None without any."""
    rows = np.array(list(pairs), dtype=np.float64).reshape(-1, 2)
    if not len(rows):
        return None
    off = rows[:, 0] - rows[:, 1]
    true = float(rows[:, 1].sum())
    return CountError(
        pairs=len(rows),
        mae=float(np.abs(off).mean()),
        bias=float(off.mean()),
        relative=float(np.abs(off).sum()) / true if true > 0 else None,
    )


def counted(pairs: Iterable[Pair], counts: Mapping[str, float] | None = None) -> list[tuple[float, float]]:
    """Return `(told, true)` of matched alarms that tell a count.

    Args:
        pairs: of a matching.
        counts: true count by event id; default is the count that the event itself tells.
    """
    given = counts or {}
    return [
        (pair.alarm.count, true)
        for pair in pairs
        if pair.alarm.count is not None and (true := given.get(pair.event.id, pair.event.count)) is not None
    ]
