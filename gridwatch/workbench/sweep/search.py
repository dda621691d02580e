"""Which points are tried, in which order: all of a grid, an even sample of it, or what Optuna proposes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from core.errors import GridwatchError
from gridwatch.workbench.sweep.grid import Axis, Values, point, points, size
from gridwatch.workbench.sweep.objective import Objective
from gridwatch.workbench.sweep.trial import Trial

MAX_TRIALS = 2000
"""Trials of one sweep at most."""
GUIDED = 100
"""Trials of a guided search where no number is given."""


class TooMany(GridwatchError):
    """A grid with more points than a sweep tries."""


def planned(axes: Sequence[Axis], trials: int | None, seed: int) -> Iterator[Values]:
    """Return the points to try: the whole grid, or `trials` of them, drawn without repetition.

    Raises:
        TooMany: the grid is larger than MAX_TRIALS and no number of trials was given.
    """
    whole = size(axes)
    if trials is None and whole > MAX_TRIALS:
        raise TooMany(
            f"the grid has {whole} points; give --trials N (at most {MAX_TRIALS}), with --optuna for a guided choice"
        )
    if trials is None or trials >= whole:
        return points(axes)
    drawn = sorted(random.Random(seed).sample(range(whole), trials))  # noqa: S311 - a sample of settings, no secret
    return (point(axes, number) for number in drawn)


def guided(
    axes: Sequence[Axis],
    trials: int,
    seed: int,
    objective: Objective,
    attempt: Callable[[Values], Trial],
) -> list[Trial]:
    """Let Optuna's TPE choose the points and return the distinct trials, in order of their making.

    Every axis is told as the number of a value, so that neighbours are neighbours. A point that comes up again is
    not tried again; it counts all the same, so that the search ends.

    Raises:
        GridwatchError: Optuna is not installed.
    """
    try:
        import optuna
    except ImportError as error:
        raise GridwatchError("--optuna needs the extra `tune`: pip install 'gridwatch[tune]'") from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
    made: dict[Values, Trial] = {}

    def run(proposed: optuna.Trial) -> float:
        values: Values = tuple(
            (axis.place, axis.values[proposed.suggest_int(axis.place, 0, len(axis.values) - 1)])
            for axis in axes
        )
        key = tuple((place, repr(value)) for place, value in values)
        if key not in made:
            made[key] = attempt(values)
        figures = made[key].tuned
        if figures is None:
            raise optuna.TrialPruned
        return objective.value(figures)

    study.optimize(run, n_trials=trials)
    return list(made.values())
