from __future__ import annotations

from gridwatch.workbench.scoring.tally import Counts, Tally
from gridwatch.workbench.sweep.trial import Figures
from tests.builders import START


def test_figures_are_the_scorecards() -> None:
    """Nothing is computed twice; duplicates are false alarms."""
    day = ("cam-1", START.date())
    tally = Tally.of({day: Counts(found=3, missed=1, false=2, duplicates=1, days=0.5)}, latencies=[60, 120])
    figures = Figures.of(tally)
    assert (figures.events, figures.found, figures.false_alarms) == (4, 3, 2)
    assert (figures.precision, figures.recall, figures.false_per_day) == (0.6, 0.75, 4.0)
    assert figures.latency_p50_s == 90
