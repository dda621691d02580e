"""Counts against counted truth."""

from __future__ import annotations

import pytest

from gridwatch.workbench.scoring.counts import count_mae, counted
from gridwatch.workbench.scoring.matching import match
from gridwatch.workbench.scoring.within import Within
from tests.builders_scoring import alarm, event


def test_the_mean_absolute_error_and_which_way_it_goes() -> None:
    """Two too few and one too many: MAE 1.5, half a person too few on average."""
    error = count_mae([(8, 10), (11, 10)])
    assert error is not None
    assert (error.pairs, error.mae, error.bias) == (2, 1.5, -0.5)
    assert error.relative == pytest.approx(0.15)
    assert count_mae([]) is None


def test_matched_alarms_are_compared_with_what_the_event_tells() -> None:
    """An event or alarm without a count is left out; a count given by hand wins."""
    events = [event("e1", 8, count=40), event("e2", 8, cameras=frozenset({"b"}))]
    found = match(events, [alarm("a", 8.1, count=31), alarm("b", 8.1, "b", count=5)], within=Within())
    assert counted(found.pairs) == [(31, 40)]
    assert counted(found.pairs, {"e1": 30, "e2": 6}) == [(31, 30), (5, 6)]
