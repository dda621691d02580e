"""When alarms come faster than a seat can take them: begins above one rate, ends below a lower one. Pure.

After ISA-18.2 and EEMUA 191: more than ten alarms in ten minutes for one operator is a flood, fewer than five end it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.config.settings.load import Load

WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Flood:
    """Whether there is a flood; `since` is None in calm times."""

    since: datetime | None = None
    arrivals: int = 0  # in the last ten minutes
    seats: int = 1  # staffed

    @property
    def on(self) -> bool:
        """Whether alarms are grouped now."""
        return self.since is not None


CALM = Flood()


def step(flood: Flood, arrivals: int, *, seats: int, now: datetime, rule: Load) -> Flood:
    """Return the flood after a look at the last ten minutes."""
    seats = max(1, seats)
    now_told = replace(flood, arrivals=arrivals, seats=seats)
    if flood.since is None and arrivals > rule.flood_start * seats:
        return replace(now_told, since=now)
    if flood.since is not None and arrivals < rule.flood_end * seats:
        return replace(now_told, since=None)
    return now_told


@dataclass(slots=True)
class Arrivals:
    """The instants of the last ten minutes' alarms; at most `most`, which is a flood many times over."""

    most: int = 100_000
    _at: deque[datetime] = field(default_factory=deque)

    def add(self, at: datetime) -> None:
        """Count one alarm; instants come in order."""
        self._at.append(at)
        if len(self._at) > self.most:
            self._at.popleft()

    def count(self, now: datetime) -> int:
        """Return how many there were in the ten minutes before `now`."""
        while self._at and self._at[0] <= now - WINDOW:
            self._at.popleft()
        return len(self._at)
