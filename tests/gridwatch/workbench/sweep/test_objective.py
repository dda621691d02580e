from __future__ import annotations

import pytest

from gridwatch.workbench.sweep.objective import NothingChosen, Objective, choose
from gridwatch.workbench.sweep.trial import Trial
from tests.builders_sweep import figures, trial

PRESENT = (("waste.k", 3),)


def test_the_highest_f1_wins_by_the_tuned_half_alone() -> None:
    """What is held out has no say, or it would not be held out."""
    poor = trial(2, figures(0.7), held_out=figures(0.99))
    good = trial(4, figures(0.8), held_out=figures(0.1))
    assert choose([poor, good], Objective(), PRESENT) is good


def test_recall_within_a_bound_of_false_alarms() -> None:
    """The most events found among those that bother people little enough."""
    loud = trial(2, figures(recall=0.95, false=0.2))
    quiet = trial(3, figures(recall=0.6, false=0.01))
    good = trial(4, figures(recall=0.8, false=0.05))
    objective = Objective(most_false_per_day=0.05)
    assert choose([loud, quiet, good], objective, PRESENT) is good
    assert "0.05 false alarms" in objective.name


def test_among_equals_the_quieter_the_sooner_the_nearer() -> None:
    """A sweep does not change what need not be changed."""
    quiet, loud = trial(2, figures(false=0.1)), trial(4, figures(false=0.2))
    assert choose([loud, quiet], Objective(), PRESENT) is quiet
    slow, soon = trial(2, figures(latency=900)), trial(4, figures(latency=300))
    assert choose([slow, soon], Objective(), PRESENT) is soon
    other, now = trial(4), trial(3)
    assert choose([other, now], Objective(), PRESENT) is now


def test_nothing_good_enough_is_told_with_the_nearest() -> None:
    """So that the engineer knows how far away it is."""
    trials = [trial(2, figures(false=0.4)), trial(3, figures(false=0.3))]
    with pytest.raises(NothingChosen, match=r"the nearest has 0\.300"):
        choose(trials, Objective(most_false_per_day=0.05), PRESENT)
    with pytest.raises(NothingChosen, match="k=9"):
        choose([Trial(values=PRESENT, impossible="k=9 of n=4")], Objective(), PRESENT)
