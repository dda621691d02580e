"""Columns that grow: numbers as arrays, words as numbers of a list. Pure; one writer at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Degrees = NDArray[np.float64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
_FIRST = 1024  # rows


class Growing:
    """An array of one kind of number that is written by position and grows by doubling."""

    def __init__(self, dtype: type[np.int64 | np.int32 | np.float64] = np.int64) -> None:
        self._kept: NDArray[Any] = np.zeros(_FIRST, dtype)
        self._count = 0

    @property
    def values(self) -> NDArray[Any]:
        """Shape (n,): a view, which later writes change."""
        return self._kept[: self._count]

    def put(self, at: NDArray[np.int64], values: Iterable[float]) -> None:
        """Write values at positions, shape (k,); those between that were never written are 0."""
        if not len(at):
            return
        self._count = max(self._count, int(at.max()) + 1)
        if self._count > len(self._kept):
            wider = np.zeros(max(self._count, 2 * len(self._kept)), self._kept.dtype)
            wider[: len(self._kept)] = self._kept
            self._kept = wider
        self._kept[at] = np.fromiter(values, self._kept.dtype, len(at))


class Words:
    """A column of words: each word once, rows as its number."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}
        self._codes = Growing(np.int32)

    @property
    def codes(self) -> Codes:
        """Shape (n,): which of `names` each row has."""
        codes: Codes = self._codes.values
        return codes

    def put(self, at: NDArray[np.int64], words: Sequence[str]) -> None:
        """Write words at positions."""
        numbers = self._numbers
        for word in sorted({*words} - numbers.keys()):
            numbers[word] = len(self.names)
            self.names.append(word)
        self._codes.put(at, map(numbers.__getitem__, words))

    def where(self, passes: Callable[[str], bool]) -> Mask:
        """Return shape (n,): which rows have a word that passes."""
        return np.fromiter(map(passes, self.names), np.bool_, len(self.names))[self.codes]

    def told(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the word of each of these rows."""
        return [self.names[code] for code in self.codes[rows].tolist()]

    def shortened(self, letters: int) -> tuple[Codes, list[str]]:
        """Return codes and names of the words' first letters: a street of a grid cell."""
        names: dict[str, int] = {}
        of = [names.setdefault(name[:letters], len(names)) for name in self.names]
        return np.array(of, np.int32)[self.codes] if of else self.codes, list(names)
