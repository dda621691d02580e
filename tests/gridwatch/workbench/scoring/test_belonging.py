"""A truth of other recordings is told, and not scored against."""

from __future__ import annotations

import pytest

from gridwatch.workbench.scoring.belonging import OtherTruth, check_belongs
from tests.builders_scoring import event, source


def test_a_truth_of_these_recordings_is_no_news() -> None:
    """Also where some events lie outside of the time that was looked at: those are counted as such."""
    assert check_belongs([event("a", 8, 9), event("b", 30, 31)], [source()]) is None


def test_no_event_may_be_meant_so_and_is_told() -> None:
    """Recordings on which nothing is wrong measure false alarms."""
    told = check_belongs([], [source()])
    assert told is not None
    assert "holds no event" in told
    assert "--truth" in told


def test_events_at_other_cameras_are_refused_with_both_names() -> None:
    """Of many cameras the first are named."""
    events = [event(f"e{i}", 8, 9, cameras=frozenset({f"clip-{i}"})) for i in range(8)]
    with pytest.raises(OtherTruth) as caught:
        check_belongs(events, [source("plaza")])
    assert "clip-0, clip-1, clip-2, clip-3, clip-4 and 3 more" in str(caught.value)
    assert "looked at were plaza" in str(caught.value)
    with pytest.raises(OtherTruth, match="looked at were none"):
        check_belongs(events, [])


def test_events_at_other_times_are_refused_with_both_times() -> None:
    """Seconds of a clip against the clock of a day, or another day's truth."""
    with pytest.raises(OtherTruth, match=r"from 2026-11-01T16:00:00Z to .*starts at 2026-11-03T16:00:00Z"):
        check_belongs([event("a", 48, 50)], [source()])


def test_some_events_at_other_cameras_are_told() -> None:
    """A camera of the truth that was not replayed is no miss, but whoever reads the figures should know."""
    told = check_belongs([event("a", 8), event("b", 8, cameras=frozenset({"yard"}))], [source()])
    assert told is not None
    assert told.startswith("1 of the 2 events are at cameras that were not looked at (yard)")
