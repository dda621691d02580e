"""The figures of a scorecard, of all or of one camera, matter or light. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridwatch.workbench.scoring.intervals import (
    Interval,
    clustered_rate,
    clustered_share,
    f1_of_jaccard,
    share,
)
from gridwatch.workbench.scoring.looked import CameraDay


@dataclass(kw_only=True, slots=True)
class Counts:
    """What happened and was told in one camera-day; filled while counting."""

    found: int = 0  # events told on time
    late: int = 0  # events told too late
    missed: int = 0  # events not told
    false: int = 0  # alarms about nothing, duplicates included
    duplicates: int = 0  # of those, alarms about an event that was told already
    days: float = 0.0  # looked at


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Median and 95th percentile; None of nothing."""

    p50: float | None
    p95: float | None

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the percentiles, interpolated between neighbours."""
        if not values:
            return cls(p50=None, p95=None)
        low, high = np.percentile(np.asarray(values, np.float64), [50, 95])
        return cls(p50=float(low), p95=float(high))

    def to_json(self, digits: int = 1) -> dict[str, float | None]:
        """Return plain JSON types."""
        return {"p50": _rounded(self.p50, digits), "p95": _rounded(self.p95, digits)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Counts and shares with their 95 % intervals; a share of nothing is None.

    Only events found on time count into recall: recall = matched / events. Late alarms are neither right nor false:
    precision = matched / (matched + false alarms). F1 = 2 matched / (matched + events + false alarms).
    """

    matched: int  # events told on time
    late: int
    missed: int
    false_alarms: int  # duplicates included
    duplicates: int
    camera_days: float  # days looked at, over all cameras
    precision: float | None
    recall: float | None
    f1: float | None
    precision_ci95: Interval | None
    recall_ci95: Interval | None
    f1_ci95: Interval | None
    rate: float | None  # false alarms a camera-day
    rate_ci95: Interval | None
    latency_s: Spread  # start (or first look) to alarm, late ones included
    place_error_m: Spread

    @property
    def events(self) -> int:
        """Events that could be found."""
        return self.matched + self.late + self.missed

    @classmethod
    def of(
        cls,
        clusters: Mapping[CameraDay, Counts],
        latencies: Sequence[float] = (),
        place_errors: Sequence[float] = (),
    ) -> Tally:
        """Sum up camera-days; intervals are made over them (see `intervals.py`)."""
        rows = list(clusters.values())

        def column(what: Callable[[Counts], float]) -> list[float]:
            return [what(row) for row in rows]

        found = column(lambda c: c.found)
        events = column(lambda c: c.found + c.late + c.missed)
        alarms = column(lambda c: c.found + c.false)
        either = column(lambda c: c.found + c.late + c.missed + c.false)
        false, days = column(lambda c: c.false), column(lambda c: c.days)
        jaccard, jaccard_ci = share(sum(found), sum(either)), clustered_share(found, either)
        return cls(
            matched=sum(row.found for row in rows),
            late=sum(row.late for row in rows),
            missed=sum(row.missed for row in rows),
            false_alarms=sum(row.false for row in rows),
            duplicates=sum(row.duplicates for row in rows),
            camera_days=sum(days),
            precision=share(sum(found), sum(alarms)),
            recall=share(sum(found), sum(events)),
            f1=None if jaccard is None else f1_of_jaccard(jaccard),
            precision_ci95=clustered_share(found, alarms),
            recall_ci95=clustered_share(found, events),
            f1_ci95=jaccard_ci and (f1_of_jaccard(jaccard_ci[0]), f1_of_jaccard(jaccard_ci[1])),
            rate=share(sum(false), sum(days)),
            rate_ci95=clustered_rate(false, days),
            latency_s=Spread.of(latencies),
            place_error_m=Spread.of(place_errors),
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {
            "events": self.events,
            "matched": self.matched,
            "late": self.late,
            "missed": self.missed,
            "false_alarms": self.false_alarms,
            "duplicates": self.duplicates,
            "precision": _rounded(self.precision),
            "recall": _rounded(self.recall),
            "f1": _rounded(self.f1),
            "precision_ci95": _both(self.precision_ci95),
            "recall_ci95": _both(self.recall_ci95),
            "f1_ci95": _both(self.f1_ci95),
            "camera_days": _rounded(self.camera_days),
            "false_alarms_per_camera_day": _rounded(self.rate),
            "false_alarms_per_camera_day_ci95": _both(self.rate_ci95),
            "latency_s": self.latency_s.to_json(),
            "place_error_m": self.place_error_m.to_json(2),
        }


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


def _both(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [round(edge, 4) for edge in interval]
