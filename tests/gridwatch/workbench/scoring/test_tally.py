"""Sums and shares."""

from __future__ import annotations

from datetime import date

import pytest

from gridwatch.workbench.scoring.tally import Counts, Spread, Tally

DAY = date(2026, 11, 2)


def test_late_events_cost_recall_and_not_precision() -> None:
    """6 found, 1 late, 1 missed, 2 false: recall 6/8, precision 6/8, F1 12/16."""
    tally = Tally.of({
        ("a", DAY): Counts(found=4, late=1, false=2, duplicates=1, days=1.0),
        ("b", DAY): Counts(found=2, missed=1, days=1.0),
    })  # fmt: skip
    assert (tally.events, tally.matched, tally.late, tally.missed) == (8, 6, 1, 1)
    assert (tally.recall, tally.precision) == (0.75, 0.75)
    assert tally.f1 == pytest.approx(12 / 16)
    assert (tally.false_alarms, tally.duplicates, tally.rate) == (2, 1, 1.0)
    for figure, interval in ((tally.f1, tally.f1_ci95), (tally.recall, tally.recall_ci95)):
        assert figure is not None
        assert interval is not None
        assert interval[0] < figure < interval[1]


def test_shares_of_nothing_are_null() -> None:
    """No event and no alarm: neither 0 nor 1 would be true."""
    told = Tally.of({("a", DAY): Counts(days=1.0)}).to_json()
    assert [told[key] for key in ("precision", "recall", "f1", "precision_ci95", "f1_ci95")] == [None] * 5
    assert told["latency_s"] == {"p50": None, "p95": None}
    assert told["false_alarms_per_camera_day"] == 0


def test_percentiles_lie_between_neighbours() -> None:
    """As numpy does it."""
    assert Spread.of([1, 3]) == Spread(p50=2.0, p95=pytest.approx(2.9))
