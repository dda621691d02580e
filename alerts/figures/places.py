"""What maps ask of the cases: counts by grid, heat by place and time, what is alive by rank. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alerts.figures.cases import CaseTable, Where
from alerts.figures.columns import Mask, Words
from alerts.geojson import LEVELS
from core.incident import Status

MOST_CELLS = 20_000  # of a heat map; beyond it they are made coarser
FINEST_DEG = 0.001  # about a hundred metres
_NUDGE = 1e-6  # of a cell: a place on an edge belongs to the cell that begins there, whatever the rounding
_ROOM = 4_000_000  # possible cells that are counted in a plain array, 32 MB

# The most urgent first: what came back, what nobody has taken, then what somebody works on.
_RANK = {
    status.value: rank
    for rank, status in enumerate(
        (
            Status.REOPENED,
            Status.OPEN,
            Status.VERIFYING,
            Status.ACKNOWLEDGED,
            Status.REPORTED,
            Status.HANDLING,
        )
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many cases there are."""

    total: int
    outside: int  # of them outside of every grid
    grids: dict[str, int]  # code of any level -> cases in it
    matters: dict[str, int]
    statuses: dict[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Heat:
    """Counts by cell and time. Columns of equal length, one entry per cell that is not empty."""

    size_deg: float  # of a cell, in longitude and latitude
    west: float  # degrees, WGS-84: of column 0
    south: float  # of row 0
    buckets: tuple[int, ...]
    columns: tuple[int, ...]
    rows: tuple[int, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spots:
    """Cases that have not ended, the most urgent first: columns of equal length."""

    total: int  # how many fit, also those that are not told
    numbers: Sequence[int]  # of cases, as `FigureReader.figure_ids` takes them
    statuses: Sequence[str]
    matters: Sequence[str]
    owners: Sequence[str]
    grids: Sequence[str]
    lon: Sequence[float]  # degrees, WGS-84
    lat: Sequence[float]
    found_at: Sequence[int]  # microseconds since 1970 UTC
    waits: Sequence[int]  # 2: overdue, 1: for an operator, 0: neither


def count(table: CaseTable, where: Where) -> Counts:
    """Return how many there are, in every cell of all levels."""
    rows = np.flatnonzero(table.mask(where))
    by_code, matters, statuses = (_by_word(table.words[name], rows) for name in ("grid", "matter", "status"))
    grids: Counter[str] = Counter()
    for code, many in by_code.items():
        for digits in LEVELS:
            if len(code) >= digits:
                grids[code[:digits]] += many
    return Counts(
        total=len(rows),
        outside=by_code.get("", 0),
        grids=dict(grids),
        matters=matters,
        statuses=statuses,
    )


def heat(table: CaseTable, where: Where, edges: Sequence[int]) -> Heat:
    """Return counts by cell and bucket; bucket i is from edges[i] until before edges[i + 1], microseconds."""
    at = table.time("found_at")
    rows = np.flatnonzero(table.mask(where) & (at >= edges[0]) & (at < edges[-1]))
    bucket = np.searchsorted(np.asarray(edges, np.int64), at[rows], side="right") - 1
    lon, lat = (side[rows] for side in table.places())
    if not len(rows):
        return Heat(size_deg=FINEST_DEG, west=0.0, south=0.0, buckets=(), columns=(), rows=(), counts=())
    size = FINEST_DEG
    while True:
        west, south = (math.floor(float(side.min()) / size + _NUDGE) * size for side in (lon, lat))
        x, y = (((side - low) / size + _NUDGE).astype(np.int64) for side, low in ((lon, west), (lat, south)))
        high = (len(edges) - 1, int(x.max()) + 1, int(y.max()) + 1)
        keys, counts = _counted((bucket * high[1] + x) * high[2] + y, math.prod(high))
        if len(keys) <= MOST_CELLS:
            break
        size *= 2
    bucket_of, column_of, row_of = (tuple(part.tolist()) for part in np.unravel_index(keys, high))
    return Heat(
        size_deg=size,
        west=west,
        south=south,
        buckets=bucket_of,
        columns=column_of,
        rows=row_of,
        counts=tuple(counts.tolist()),
    )


def spots(table: CaseTable, where: Where, limit: int) -> Spots:
    """Return the most urgent of what has not ended: overdue, then waiting, then by status, then the newest."""
    rows = np.flatnonzero(table.mask(where) & _alive(table))
    ranks = np.array([_RANK.get(name, len(_RANK)) for name in table.words["status"].names], np.int8)
    waits = _waits(table, rows)
    order = np.lexsort((-table.time("found_at")[rows], ranks[table.words["status"].codes[rows]], -waits))[
        :limit
    ]
    best = rows[order]
    statuses, matters, owners, grids = (
        table.words[name].told(best) for name in ("status", "matter", "owner", "grid")
    )
    lon, lat = (side[best].tolist() for side in table.places())
    return Spots(
        total=len(rows),
        numbers=(best + 1).tolist(),
        statuses=statuses,
        matters=matters,
        owners=owners,
        grids=grids,
        lon=lon,
        lat=lat,
        found_at=table.time("found_at")[best].tolist(),
        waits=waits[order].tolist(),
    )


def _alive(table: CaseTable) -> Mask:
    return table.words["status"].where(lambda name: not Status(name).ended)


def _waits(table: CaseTable, rows: NDArray[np.int64]) -> NDArray[np.int8]:
    held = table.words["held"].where(bool)[rows]
    overdue = table.flags["overdue"].values[rows] == 1
    return np.where(overdue, 2, held).astype(np.int8)


def _counted(keys: NDArray[np.int64], room: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the different keys in order, and how often each comes; `room`: all are below it."""
    if room > _ROOM:
        return np.unique(keys, return_counts=True)
    often = np.bincount(keys, minlength=room)  # no sorting: five times as quick
    different = np.flatnonzero(often)
    return different, often[different]


def _by_word(words: Words, rows: NDArray[np.int64]) -> dict[str, int]:
    many = np.bincount(words.codes[rows], minlength=len(words.names)).tolist()
    return {name: count for name, count in zip(words.names, many, strict=True) if count}
