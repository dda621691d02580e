"""Incidents as columns of numpy arrays: 40 bytes each, so that a million are counted in milliseconds.

A database would have to walk an index for every combination of matter, owner, grid, status and time that
somebody may ask for; here each is one pass over a few bytes an incident. Pure: the store is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alerts.store.facts import UNCOUNTED, Fact
from core.incident import Status

STATUSES = tuple(Status)
GONE = 255  # in the column of statuses: counts nowhere
_STATUS_INDEX = {one.value: GONE if one in UNCOUNTED else index for index, one in enumerate(STATUSES)}
ENDED = tuple(index for index, one in enumerate(STATUSES) if one.ended)
_FIRST = 1024  # rows made room for at the start
_LOOSE = 50_000  # rows that are found by a dictionary before all are sorted again


class Words:
    """Texts as small numbers, in the order in which they first came."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}

    def codes(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Return the number of each text, (n,); new ones get the next."""
        for text in dict.fromkeys(texts):
            self._index.setdefault(text, len(self._index))
        return np.fromiter(map(self._index.__getitem__, texts), np.int32, len(texts))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text, by number."""
        return tuple(self._index)


@dataclass(kw_only=True, slots=True)
class Columns:
    """Every incident that counts, one row each; a row stays where it is."""

    size: int = 0  # rows in use
    matters: Words = field(default_factory=Words)
    owners: Words = field(default_factory=Words)
    grids: Words = field(default_factory=Words)
    live: dict[int, str] = field(default_factory=dict)  # row -> id, of what has not ended
    _arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    _sorted: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))  # hashes of ids
    _order: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))  # their rows
    _loose: dict[int, int] = field(default_factory=dict)  # hash -> row, of what came since

    def __post_init__(self) -> None:
        """Make room."""
        kinds = {
            "key": np.int64,  # hash of the id
            "at": np.int64,  # created, microseconds since 1970
            "lon": np.float64,
            "lat": np.float64,
            "grid": np.int32,
            "matter": np.int32,
            "owner": np.int32,
            "status": np.uint8,
            "waits": np.uint8,  # 2: overdue, 1: waits for an operator
        }
        self._arrays = {name: np.empty(_FIRST, kind) for name, kind in kinds.items()}

    def column(self, name: str) -> NDArray[Any]:
        """Return one column, (size,): key, at, lon, lat, grid, matter, owner, status or waits."""
        return self._arrays[name][: self.size]

    def put(self, facts: Sequence[Fact]) -> None:
        """Take in incidents as they now stand; one that is known already is changed. An id comes once a call."""
        if not facts:
            return
        keys = np.fromiter((hash(one.id) for one in facts), np.int64, len(facts))
        rows = self._rows(keys)
        values = self._values(facts, keys)
        for name, column in values.items():
            self._arrays[name][rows] = column
        ended = np.isin(values["status"], (*ENDED, GONE))
        for one, row, over in zip(facts, rows.tolist(), ended.tolist(), strict=True):
            if over:
                self.live.pop(row, None)
            else:
                self.live[row] = one.id
        if len(self._loose) > _LOOSE:
            self.settle()

    def settle(self) -> None:
        """Sort the ids anew, so that rows are found without a dictionary of all of them."""
        self._order = np.argsort(self.column("key"), kind="stable")
        self._sorted = self.column("key")[self._order]
        self._loose.clear()

    def _values(self, facts: Sequence[Fact], keys: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        _, status, matter, owner, grid, lon, lat, at, held, overdue = zip(*facts, strict=True)
        many = len(facts)
        return {
            "key": keys,
            "at": np.fromiter(at, np.int64, many),
            "lon": np.fromiter(lon, np.float64, many),
            "lat": np.fromiter(lat, np.float64, many),
            "grid": self.grids.codes(grid),
            "matter": self.matters.codes(matter),
            "owner": self.owners.codes(owner),
            "status": np.fromiter(map(_STATUS_INDEX.__getitem__, status), np.uint8, many),
            "waits": np.fromiter((2 if o else bool(h) for h, o in zip(held, overdue, strict=True)), np.uint8),
        }

    def _rows(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each key, new ones behind the last."""
        rows = np.full(len(keys), -1, np.int64)
        if len(self._sorted):
            spots = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
            known = self._sorted[spots] == keys
            rows[known] = self._order[spots[known]]
        for index in np.flatnonzero(rows < 0).tolist():
            row = self._loose.setdefault(int(keys[index]), self.size)
            if row == self.size:
                self.size += 1
            rows[index] = row
        self._grow()
        return rows

    def _grow(self) -> None:
        room = len(self._arrays["key"])
        if self.size > room:
            wanted = max(self.size, 2 * room)
            self._arrays = {name: np.resize(column, wanted) for name, column in self._arrays.items()}
