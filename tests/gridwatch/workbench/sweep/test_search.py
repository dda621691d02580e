from __future__ import annotations

import pytest

from gridwatch.workbench.sweep.grid import Values, axes_of, points
from gridwatch.workbench.sweep.objective import Objective
from gridwatch.workbench.sweep.search import TooMany, guided, planned
from gridwatch.workbench.sweep.trial import Trial
from tests.builders_sweep import figures

AXES = axes_of(["a.k=1..20", "a.n=1..20", "a.over_s=0..190/10"])


def test_a_small_grid_is_tried_whole_and_a_large_one_asks() -> None:
    """8,000 points are not tried by accident."""
    assert list(planned(AXES[:1], None, 0)) == list(points(AXES[:1]))
    with pytest.raises(TooMany, match="8000 points; give --trials"):
        planned(AXES, None, 0)


def test_a_sample_has_no_repetition_and_follows_from_its_seed() -> None:
    """Fifty different points of the grid, the same ones again tomorrow."""
    drawn = list(planned(AXES, 50, 0))
    assert len(drawn) == len({repr(values) for values in drawn}) == 50
    assert drawn == list(planned(AXES, 50, 0))
    assert drawn != list(planned(AXES, 50, 1))


def attempt(values: Values) -> Trial:
    """Best at k=14, n=5; no profile where k=1."""
    told = dict(values)
    k, n = int(str(told["a.k"])), int(str(told["a.n"]))
    if k == 1:
        return Trial(values=values, impossible="no")
    return Trial(values=values, tuned=figures(1 - abs(k - 14) / 20 - abs(n - 5) / 20))


def test_optuna_finds_the_hill_and_is_repeatable() -> None:
    """Sixty of 400 points come nearer than sixty by chance would; nothing is tried twice."""
    pytest.importorskip("optuna", reason="extra `tune`")
    trials = guided(AXES[:2], 60, 0, Objective(), attempt)
    assert max(one.tuned.f1 or 0 for one in trials if one.tuned) >= 0.95
    assert len({repr(one.values) for one in trials}) == len(trials) <= 60
    assert [one.values for one in guided(AXES[:2], 60, 0, Objective(), attempt)] == [
        one.values for one in trials
    ]
