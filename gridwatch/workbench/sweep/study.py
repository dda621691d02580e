"""A sweep: tries profiles over the same looks, chooses by half of the cameras, reports on the other half.

    from gridwatch.workbench.sweep.study import study

`evaluate` is the only thing that costs: it makes a profile of some values and carries every look through the
pipeline. See `rerun.Rerun`, which does so without a detector.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import ConfigError
from gridwatch.workbench.runs import Run
from gridwatch.workbench.scoring.scorecard import score
from gridwatch.workbench.scoring.within import Within
from gridwatch.workbench.sweep.grid import Axis, Values, size
from gridwatch.workbench.sweep.halves import Halves, part, split
from gridwatch.workbench.sweep.journal import Journal, told
from gridwatch.workbench.sweep.objective import Objective, choose
from gridwatch.workbench.sweep.search import GUIDED, MAX_TRIALS, guided, planned
from gridwatch.workbench.sweep.trial import Figures, Trial
from gridwatch.workbench.truth import TrueEvent

Evaluate = Callable[[Values], Run]
"""Values of a profile → what the pipeline makes of all looks; raises ConfigError where no such profile can be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What to try, and what is wanted."""

    axes: tuple[Axis, ...]
    objective: Objective = field(default_factory=Objective)
    trials: int | None = None  # None: the whole grid
    optuna: bool = False  # let Optuna choose the points
    seed: int = 0  # of a sample, and of Optuna
    within: Within = field(default_factory=Within)

    @property
    def total(self) -> int:
        """Trials that will be made at most, the present profile included."""
        if self.optuna:
            return 1 + min(self.trials or GUIDED, MAX_TRIALS)
        return 1 + min(self.trials or MAX_TRIALS, size(self.axes))


@dataclass(frozen=True, kw_only=True, slots=True)
class Study:
    """What a sweep found."""

    plan: Plan
    halves: Halves
    present: Trial  # the profile as it is
    best: Trial
    trials: tuple[Trial, ...]  # in the order of the grid, or of Optuna's choice; without the present one

    @property
    def held_out(self) -> bool:
        """Whether there is a half that nothing was chosen on."""
        return bool(self.halves.held_out)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {
            "objective": self.plan.objective.name,
            "grid": {axis.place: list(axis.values) for axis in self.plan.axes},
            "halves": {
                "tuned_on": sorted(self.halves.tuning),
                "held_out": sorted(self.halves.held_out),
            },
            "present": told(self.present),
            "best": told(self.best),
            "impossible": sum(trial.impossible is not None for trial in self.trials),
            "trials": [told(trial) for trial in self.trials],
        }


def study(
    evaluate: Evaluate,
    cameras: Sequence[str],
    events: Sequence[TrueEvent],
    plan: Plan,
    *,
    present: Values,
    journal: Journal,
    progress: Callable[[float], None] = lambda _done: None,
) -> Study:
    """Try, and choose.

    Args:
        evaluate: see `Evaluate`.
        cameras: that were looked at.
        events: complete truth of these cameras.
        plan: what to try.
        present: what the profile says now, of the places in the plan.
        journal: keeps trials; those it has are not made again.
        progress: told how many trials are done.

    Raises:
        NothingChosen: no trial fulfils the objective.
        TooMany: the grid is too large to be tried whole, and no number was given.
    """
    halves = split(cameras, events)
    done = 0

    def attempt(values: Values) -> Trial:
        nonlocal done
        trial = journal.get(values)
        if trial is None:
            trial = _tried(evaluate, values, events, halves, plan.within)
            journal.add(trial)
        done += 1
        progress(done)
        return trial

    as_it_is = attempt(present)
    if plan.optuna:
        trials = guided(plan.axes, plan.total - 1, plan.seed, plan.objective, attempt)
    else:
        trials = [attempt(values) for values in planned(plan.axes, plan.trials, plan.seed)]
    best = choose([as_it_is, *trials], plan.objective, present)
    return Study(plan=plan, halves=halves, present=as_it_is, best=best, trials=tuple(trials))


def _tried(
    evaluate: Evaluate, values: Values, events: Sequence[TrueEvent], halves: Halves, within: Within
) -> Trial:
    try:
        run = evaluate(values)
    except ConfigError as error:
        return Trial(values=values, impossible=str(error))

    def figures(cameras: frozenset[str]) -> Figures | None:
        if not cameras:
            return None
        mine, happened = part(run, events, cameras)
        return Figures.of(score(mine, happened, within=within).total)

    return Trial(values=values, tuned=figures(halves.tuning), held_out=figures(halves.held_out))
