from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.workbench.runs import Run
from gridwatch.workbench.sweep.grid import Values, axes_of
from gridwatch.workbench.sweep.journal import Journal
from gridwatch.workbench.sweep.objective import Objective
from gridwatch.workbench.sweep.study import Plan, Study, study
from tests.builders_sweep import CAMERAS, evaluate, events

PRESENT = (("waste.min_confidence", 0.7), ("waste.k", 3))


def swept(folder: Path, plan: Plan, made: list[Values] | None = None) -> Study:
    """Sweep the made-up district, noting what was evaluated."""

    def noted(values: Values) -> Run:
        if made is not None:
            made.append(values)
        return evaluate(values)

    return study(noted, CAMERAS, events(), plan, present=PRESENT, journal=Journal(folder, {}))


def plan(**changes: object) -> Plan:
    """Nine thresholds, and a k that cannot be."""
    axes = axes_of(["waste.min_confidence=0.3..0.7/0.05", "waste.k=3,9"])
    return Plan(axes=axes, **changes)  # type: ignore[arg-type] # keywords of Plan


def test_it_chooses_on_one_half_and_reports_on_the_other(tmp_path: Path) -> None:
    """The best threshold lies between the extremes; both halves have their own figures."""
    found = swept(tmp_path, plan())
    best, now = found.best, found.present
    assert 0.3 < float(str(dict(best.values)["waste.min_confidence"])) < 0.7
    assert best.tuned is not None
    assert now.tuned is not None
    assert best.held_out is not None
    assert (best.tuned.f1 or 0) > (now.tuned.f1 or 0)
    assert best.tuned.events == best.held_out.events == 12
    told = found.to_json()
    assert (len(told["trials"]), told["impossible"]) == (18, 9)
    assert len(told["halves"]["held_out"]) == 3


def test_a_bound_of_false_alarms_moves_the_choice(tmp_path: Path) -> None:
    """A district that wants quiet pays with recall."""
    loud = swept(tmp_path / "f1", plan()).best
    quiet = swept(tmp_path / "quiet", plan(objective=Objective(most_false_per_day=0.0))).best
    assert quiet.tuned is not None
    assert loud.tuned is not None
    assert quiet.tuned.false_alarms == 0 < loud.tuned.false_alarms


def test_it_goes_on_where_it_was(tmp_path: Path) -> None:
    """What was tried is not tried again, also when the grid has grown."""
    first: list[Values] = []
    swept(tmp_path, Plan(axes=axes_of(["waste.min_confidence=0.3,0.4", "waste.k=3"])), first)
    again: list[Values] = []
    swept(tmp_path, Plan(axes=axes_of(["waste.min_confidence=0.3,0.4,0.5", "waste.k=3"])), again)
    assert len(first) == 3
    assert again == [(("waste.min_confidence", 0.5), ("waste.k", 3))]


def test_optuna_tries_what_it_was_allowed(tmp_path: Path) -> None:
    """And the present profile, which the choice is compared with."""
    pytest.importorskip("optuna", reason="extra `tune`")
    made: list[Values] = []
    found = swept(tmp_path, plan(trials=8, optuna=True), made)
    assert len(made) <= 9
    assert made[0] == PRESENT
    assert found.best.tuned is not None


@pytest.mark.parametrize(
    ("changes", "total"),
    [({}, 19), ({"trials": 8}, 9), ({"optuna": True}, 101), ({"optuna": True, "trials": 8}, 9)],
)
def test_the_progress_ends_where_the_trials_do(changes: dict[str, object], total: int) -> None:
    """The grid, or as many as were asked for, or Optuna's hundred; and the present profile."""
    assert plan(**changes).total == total
