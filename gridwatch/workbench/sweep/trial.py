"""One profile that was tried, and how it did."""

from __future__ import annotations

from dataclasses import dataclass

from gridwatch.workbench.scoring.tally import Tally
from gridwatch.workbench.sweep.grid import Values


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What a run came to, on one part of the cameras."""

    events: int
    found: int  # in time
    false_alarms: int  # duplicates included
    camera_days: float
    precision: float | None  # None: no alarms
    recall: float | None  # None: no events
    f1: float | None
    f1_ci95: tuple[float, float] | None
    false_per_day: float | None  # false alarms per camera and day
    latency_p50_s: float | None
    latency_p95_s: float | None

    @classmethod
    def of(cls, tally: Tally) -> Figures:
        """Take what a sweep needs from a scorecard's total."""
        return cls(
            events=tally.events,
            found=tally.matched,
            false_alarms=tally.false_alarms,
            camera_days=tally.camera_days,
            precision=tally.precision,
            recall=tally.recall,
            f1=tally.f1,
            f1_ci95=tally.f1_ci95,
            false_per_day=tally.rate,
            latency_p50_s=tally.latency_s.p50,
            latency_p95_s=tally.latency_s.p95,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """One point of the grid with its figures; without any where no such profile can be."""

    values: Values
    tuned: Figures | None = None  # on the cameras that the choice is made by
    held_out: Figures | None = None  # on the others; None where there are none
    impossible: str | None = None  # why the profile is none, e.g. k=4 of n=3
