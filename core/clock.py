"""Time as an argument: the only module that reads the machine's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the rest of the project may ask about time."""

    def now(self) -> datetime:
        """Return the present instant, timezone-aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards; only differences mean something."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return `time.monotonic()`."""
        return time.monotonic()


class ManualClock:
    """A clock that moves only when told: for tests and for replay of recorded clips."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("ManualClock needs a timezone-aware start")
        self._now = start.astimezone(UTC)
        self._monotonic = 0.0

    def now(self) -> datetime:
        """Return the instant the clock was last moved to."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds advanced since the start."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Move forward by `seconds` (not negative)."""
        if seconds < 0:
            raise ValueError(f"time does not run backwards: {seconds} s")
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def move_to(self, instant: datetime) -> None:
        """Move forward to `instant`; an earlier instant leaves the clock where it is."""
        self.advance(max(0.0, (instant - self._now).total_seconds()))
