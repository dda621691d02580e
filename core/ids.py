"""Identifiers: sortable by time, made from a clock and a random source that are arguments."""

from __future__ import annotations

import random
import threading
from typing import Protocol

from core.clock import Clock

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Ids(Protocol):
    """A source of unique identifiers."""

    def new(self, prefix: str) -> str:
        """Return a fresh id such as `inc_01JD...`; ids of one source sort by creation."""
        ...


class UlidIds:
    """ULIDs (48 bits of milliseconds, 80 random bits), strictly increasing within one source."""

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        self._clock = clock
        self._rng = rng
        self._last = 0
        self._lock = threading.Lock()

    def new(self, prefix: str) -> str:
        """Return `<prefix>_<26 characters>`."""
        with self._lock:
            millis = int(self._clock.now().timestamp() * 1000)
            value = (millis << 80) | self._rng.getrandbits(80)
            self._last = value = max(value, self._last + 1)
        return f"{prefix}_{_base32(value)}"


class CountingIds:
    """`inc_000001`, `inc_000002`, ...: for tests and golden files."""

    def __init__(self) -> None:
        self._count = 0

    def new(self, prefix: str) -> str:
        """Return the next number behind `prefix`."""
        self._count += 1
        return f"{prefix}_{self._count:06d}"


def _base32(value: int) -> str:
    return "".join(_CROCKFORD[(value >> shift) & 31] for shift in range(125, -1, -5))
