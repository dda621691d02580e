"""Which trial is the best one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import GridwatchError
from gridwatch.workbench.sweep.grid import Values
from gridwatch.workbench.sweep.trial import Figures, Trial

WORST = -1.0


class NothingChosen(GridwatchError):
    """No trial fulfils what was asked for; the message says how near the nearest came."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Objective:
    """What is wanted: the highest F1, or the highest recall within a bound of false alarms."""

    most_false_per_day: float | None = None  # false alarms per camera and day; None: F1 decides

    @property
    def name(self) -> str:
        """For people."""
        if self.most_false_per_day is None:
            return "F1"
        return f"recall at no more than {self.most_false_per_day:g} false alarms per camera and day"

    def value(self, figures: Figures) -> float:
        """Return what is to be as high as possible; beyond the bound the less the more false alarms there are."""
        if self.most_false_per_day is None:
            return figures.f1 or 0.0
        rate = figures.false_per_day or 0.0
        if rate > self.most_false_per_day:
            return WORST - (rate - self.most_false_per_day)
        return figures.recall or 0.0


def choose(trials: Sequence[Trial], objective: Objective, present: Values) -> Trial:
    """Return the best trial by its tuning half.

    Among equals: fewer false alarms, then sooner alarms, then fewer changes against what is set now, then the first.

    Args:
        trials: in a fixed order.
        objective: what is wanted.
        present: what the profile says now, of the same places.

    Raises:
        NothingChosen: no trial could be made, or none keeps to the bound.
    """
    made = [(trial, trial.tuned) for trial in trials if trial.tuned is not None]
    if not made:
        why = next((trial.impossible for trial in trials if trial.impossible), "there were no trials")
        raise NothingChosen(f"no profile could be made: {why}")
    now = dict(present)

    def rank(one: tuple[Trial, Figures]) -> tuple[float, ...]:
        trial, figures = one
        changed = sum(now.get(place) != value for place, value in trial.values)
        return (
            objective.value(figures),
            -(figures.false_per_day or 0.0),
            -(figures.latency_p50_s or 0.0),
            -changed,
        )

    best, figures = max(made, key=rank)
    if objective.value(figures) <= WORST:
        raise NothingChosen(
            f"no trial keeps to {objective.most_false_per_day:g} false alarms per camera and day; "
            f"the nearest has {figures.false_per_day:.3f}: widen the grid or the bound"
        )
    return best
