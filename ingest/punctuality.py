"""Who was looked at on time: every period of every camera is accounted for, none is skipped silently."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.look import LookFailureKind

LATENESS_BOUNDS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0)
"""Upper bounds of the lateness histogram, seconds between due and start; the last bin is open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What became of the periods that are over. `due == on_time + late + failed + missed`."""

    due: int = 0
    on_time: int = 0  # looked at, started before the deadline, a picture came
    late: int = 0  # looked at within the period but after the deadline, a picture came
    failed: Mapping[LookFailureKind, int] = field(default_factory=dict)  # looked at, nothing to decide on
    missed: Mapping[LookFailureKind, int] = field(default_factory=dict)  # not looked at, by what kept us away
    lateness: tuple[int, ...] = (0,) * (len(LATENESS_BOUNDS_S) + 1)  # looks by seconds from due to start

    @property
    def share(self) -> float:
        """Share of periods with a picture on time; 1.0 when none is over yet."""
        return self.on_time / self.due if self.due else 1.0

    @property
    def started_share(self) -> float:
        """Share of periods in which a look was started, whatever came of it: the schedule's own part."""
        return 1.0 - sum(self.missed.values()) / self.due if self.due else 1.0

    def since(self, earlier: Tally) -> Tally:
        """Return what was added since an earlier tally of the same counts: a window of two reports."""
        return Tally(
            due=self.due - earlier.due,
            on_time=self.on_time - earlier.on_time,
            late=self.late - earlier.late,
            failed=_added(self.failed, earlier.failed),
            missed=_added(self.missed, earlier.missed),
            lateness=tuple(a - b for a, b in zip(self.lateness, earlier.lateness, strict=True)),
        )

    def lateness_s(self, quantile: float) -> float:
        """Return the upper bound in seconds of the bin that holds this quantile of starts; inf beyond."""
        wanted, seen = quantile * sum(self.lateness), 0
        for bound, count in zip((*LATENESS_BOUNDS_S, float("inf")), self.lateness, strict=True):
            seen += count
            if seen and seen >= wanted:
                return bound
        return 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class OnTime:
    """The published state of the schedule."""

    at: float  # seconds on the schedule's clock
    total: Tally
    owners: Mapping[str, Tally]  # the same by source owner
    asked: Tally  # confirming, verifying, operators' and events' looks
    cameras: int
    cameras_on_time: int  # whose latest finished period had a picture on time
    under_way: int
    ready: int  # looks that wait for budget
    open_hosts: tuple[str, ...]  # hosts that are being left alone

    @property
    def share(self) -> float:
        """Share of periods with a picture on time."""
        return self.total.share

    @property
    def looks(self) -> int:
        """Patrol periods that were looked at, with or without success."""
        return self.total.due - sum(self.total.missed.values())

    @property
    def late(self) -> int:
        """Patrol periods whose look started late."""
        return self.total.late

    @property
    def failed(self) -> Mapping[LookFailureKind, int]:
        """Failed looks by kind."""
        return self.total.failed

    @property
    def missed(self) -> Mapping[LookFailureKind, int]:
        """Periods without a look, by what kept us away."""
        return self.total.missed


class Count:
    """A tally that grows."""

    def __init__(self) -> None:
        self._due = self._on_time = self._late = 0
        self._failed: Counter[LookFailureKind] = Counter()
        self._missed: Counter[LookFailureKind] = Counter()
        self._lateness = [0] * (len(LATENESS_BOUNDS_S) + 1)

    def started(self, late_s: float) -> None:
        """Count a start, `late_s` seconds after it was due."""
        self._lateness[bisect_left(LATENESS_BOUNDS_S, late_s)] += 1

    def looked(self, kind: LookFailureKind | None, *, on_time: bool) -> None:
        """Count a period that was looked at."""
        self._due += 1
        if kind is not None:
            self._failed[kind] += 1
        elif on_time:
            self._on_time += 1
        else:
            self._late += 1

    def missed(self, kind: LookFailureKind, periods: int = 1) -> None:
        """Count periods that passed without a look."""
        self._due += periods
        self._missed[kind] += periods

    def tally(self) -> Tally:
        """Return the figures so far."""
        return Tally(
            due=self._due,
            on_time=self._on_time,
            late=self._late,
            failed=dict(self._failed),
            missed=dict(self._missed),
            lateness=tuple(self._lateness),
        )


def _added(
    now: Mapping[LookFailureKind, int], earlier: Mapping[LookFailureKind, int]
) -> dict[LookFailureKind, int]:
    return {kind: count - earlier.get(kind, 0) for kind, count in now.items() if count > earlier.get(kind, 0)}
