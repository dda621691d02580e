"""Tallies add up."""

from __future__ import annotations

from core.look import LookFailureKind as Kind
from ingest.punctuality import Count, OnTime, Tally


def test_every_period_is_in_one_column():
    """Periods due are the sum of the columns, and the shares follow."""
    count = Count()
    for late_s in (0.01, 0.2, 40.0):
        count.started(late_s)
    count.looked(None, on_time=True)
    count.looked(None, on_time=False)
    count.looked(Kind.BLACK, on_time=True)
    count.missed(Kind.NO_BUDGET, 2)
    tally = count.tally()
    assert (
        tally.due == 5 == tally.on_time + tally.late + sum(tally.failed.values()) + sum(tally.missed.values())
    )
    assert tally.share == 1 / 5
    assert tally.started_share == 3 / 5
    assert tally.failed == {Kind.BLACK: 1}


def test_lateness_quantiles_name_their_bin():
    """The quantile is the upper bound of its bin; nothing started is 0."""
    count = Count()
    assert count.tally().lateness_s(0.5) == 0
    for late_s in [0.01] * 98 + [7.0, 5000.0]:
        count.started(late_s)
    tally = count.tally()
    assert tally.lateness_s(0.5) == 0.05
    assert tally.lateness_s(0.99) == 10.0
    assert tally.lateness_s(1.0) == float("inf")


def test_a_window_is_the_difference_of_two_tallies():
    """The last ten minutes are what was added to the tally of ten minutes ago."""
    count = Count()
    count.started(0.2)
    count.looked(None, on_time=True)
    count.missed(Kind.NO_BUDGET, 3)
    before = count.tally()
    count.looked(Kind.BLACK, on_time=True)
    count.looked(None, on_time=True)
    window = count.tally().since(before)
    assert (window.due, window.on_time, window.share) == (2, 1, 0.5)
    assert window.failed == {Kind.BLACK: 1}
    assert window.missed == {}
    assert sum(window.lateness) == 0


def test_the_published_state_reads_through():
    """The short names of the report are those of its total."""
    total = Tally(due=10, on_time=6, late=1, failed={Kind.TIMEOUT: 1}, missed={Kind.CIRCUIT_OPEN: 2})
    report = OnTime(
        at=1.0,
        total=total,
        owners={},
        asked=Tally(),
        cameras=3,
        cameras_on_time=2,
        under_way=0,
        ready=0,
        open_hosts=(),
    )
    assert (report.share, report.looks, report.late) == (0.6, 8, 1)
    assert report.failed == {Kind.TIMEOUT: 1}
    assert report.missed == {Kind.CIRCUIT_OPEN: 2}
    assert Tally().share == 1.0
