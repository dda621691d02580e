"""What maps ask of the columns: counts by grid, heat by place and time, what is open by rank. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alerts.geojson import LEVELS
from alerts.tally.columns import ENDED, GONE, STATUSES, Columns
from core.incident import Status

MOST_CELLS = 20_000  # of a heat map; beyond it they are made coarser
FINEST_DEG = 0.001  # about a hundred metres
_NUDGE = 1e-6  # of a cell: a place on an edge belongs to the cell that begins there, whatever the rounding
_ROOM = 4_000_000  # possible cells that are counted in a plain array, 32 MB
Mask = NDArray[np.bool_]

# The most urgent first: what came back, what nobody has taken, then what somebody works on.
_RANK = {status: rank for rank, status in enumerate(
    (Status.REOPENED, Status.OPEN, Status.VERIFYING, Status.ACKNOWLEDGED, Status.REPORTED, Status.HANDLING)
)}  # fmt: skip
_RANKS = np.array([_RANK.get(status, len(_RANK)) for status in STATUSES], np.int8)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What counts; what is empty or None does not filter."""

    matters: tuple[str, ...] = ()  # keys
    owners: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()  # code prefixes, any of them
    statuses: tuple[Status, ...] = ()
    since: int | None = None  # created_at >= since, microseconds since 1970 UTC
    until: int | None = None  # created_at < until
    seen_owners: tuple[str, ...] = ()  # all that the asker may see; empty: every one
    seen_grids: tuple[str, ...] = ()  # prefixes of what the asker may see; empty: everything


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many there are."""

    total: int
    outside: int  # of them outside of every grid
    grids: dict[str, int]  # code of any level -> incidents in it
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
    """Incidents that have not ended, the most urgent first: columns of equal length."""

    total: int  # how many fit, also those that are not told
    ids: Sequence[str]
    statuses: Sequence[Status]
    matters: Sequence[str]
    owners: Sequence[str]
    grids: Sequence[str]
    lon: Sequence[float]  # degrees, WGS-84
    lat: Sequence[float]
    created_at: Sequence[int]  # microseconds since 1970 UTC
    waits: Sequence[int]  # 2: overdue, 1: for an operator, 0: neither


def count(columns: Columns, wanted: Wanted) -> Counts:
    """Return how many there are, in every cell of all levels."""
    mask = chosen(columns, wanted)
    by_code = _by_word(columns.column("grid")[mask], columns.grids.texts)
    grids: Counter[str] = Counter()
    for code, many in by_code.items():
        for digits in LEVELS:
            if len(code) >= digits:
                grids[code[:digits]] += many
    of_status = np.bincount(columns.column("status")[mask], minlength=len(STATUSES))
    return Counts(
        total=int(mask.sum()),
        outside=by_code.get("", 0),
        grids=dict(grids),
        matters=_by_word(columns.column("matter")[mask], columns.matters.texts),
        statuses={one.value: int(many) for one, many in zip(STATUSES, of_status, strict=False) if many},
    )


def heat(columns: Columns, wanted: Wanted, edges: Sequence[int]) -> Heat:
    """Return counts by cell and bucket; bucket i is from edges[i] until before edges[i + 1], microseconds."""
    mask = chosen(columns, wanted)
    at = columns.column("at")
    mask &= (at >= edges[0]) & (at < edges[-1])
    bucket = np.searchsorted(np.asarray(edges, np.int64), at[mask], side="right") - 1
    lon, lat = columns.column("lon")[mask], columns.column("lat")[mask]
    if not len(lon):
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


def spots(columns: Columns, wanted: Wanted, limit: int) -> Spots:
    """Return the most urgent of what has not ended: overdue, then waiting, then by status, then the newest."""
    rows = np.fromiter(columns.live, np.int64, len(columns.live))
    rows = rows[chosen(columns, wanted, rows)]
    status, waits, at = (columns.column(name)[rows] for name in ("status", "waits", "at"))
    order = np.lexsort((-at, _RANKS[status], -waits.astype(np.int8)))[:limit]
    best = rows[order]
    matters, owners, grids = (
        [texts[code] for code in columns.column(name)[best].tolist()]
        for name, texts in (
            ("matter", columns.matters.texts),
            ("owner", columns.owners.texts),
            ("grid", columns.grids.texts),
        )
    )
    lon, lat, at, waits = (columns.column(name)[best].tolist() for name in ("lon", "lat", "at", "waits"))
    return Spots(
        total=len(rows),
        ids=[columns.live[row] for row in best.tolist()],
        statuses=[STATUSES[code] for code in columns.column("status")[best].tolist()],
        matters=matters,
        owners=owners,
        grids=grids,
        lon=lon,
        lat=lat,
        created_at=at,
        waits=waits,
    )


def chosen(columns: Columns, wanted: Wanted, rows: NDArray[np.int64] | None = None) -> Mask:
    """Return which rows count, (size,), or which of these rows, (len(rows),)."""

    def column(name: str) -> NDArray[Any]:
        whole = columns.column(name)
        return whole if rows is None else whole[rows]

    fit = np.ones(256, np.bool_)
    fit[GONE] = False
    if wanted.statuses:
        named = [STATUSES.index(status) for status in wanted.statuses]
        fit &= np.isin(np.arange(256), named)
    mask: Mask = fit[column("status")]
    for name, texts, tests in (
        ("matter", columns.matters.texts, [_one_of(wanted.matters)]),
        ("owner", columns.owners.texts, [_one_of(wanted.owners), _one_of(wanted.seen_owners)]),
        ("grid", columns.grids.texts, [_under(wanted.grids), _under(wanted.seen_grids)]),
    ):
        asked = [test for test in tests if test is not None]
        if asked and texts:
            mask &= np.array([all(test(text) for test in asked) for text in texts], np.bool_)[column(name)]
    if wanted.since is not None:
        mask &= column("at") >= wanted.since
    if wanted.until is not None:
        mask &= column("at") < wanted.until
    return mask


def live(statuses: Sequence[Status] = STATUSES) -> tuple[Status, ...]:
    """Return those of these statuses in which something is still expected."""
    return tuple(one for one in statuses if STATUSES.index(one) not in ENDED and one is not Status.CANDIDATE)


def _counted(keys: NDArray[np.int64], room: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the different keys in order, and how often each comes; `room`: all are below it."""
    if room > _ROOM:
        return np.unique(keys, return_counts=True)
    often = np.bincount(keys, minlength=room)  # no sorting: five times as quick
    different = np.flatnonzero(often)
    return different, often[different]


def _one_of(names: tuple[str, ...]) -> Callable[[str], bool] | None:
    return set(names).__contains__ if names else None


def _under(prefixes: tuple[str, ...]) -> Callable[[str], bool] | None:
    return (lambda code: code.startswith(prefixes)) if prefixes else None


def _by_word(codes: NDArray[np.int32], texts: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(codes, minlength=len(texts)).tolist()
    return {text: many for text, many in zip(texts, counts, strict=True) if many}
