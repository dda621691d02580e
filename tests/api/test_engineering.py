"""The errors of the engineer's routes."""

from __future__ import annotations

from api.engineering import LabelsWrong


def test_mistakes_are_all_kept_and_the_first_told():
    """A sentence for the log, everything for the page."""
    error = LabelsWrong([f"event:{n}: wrong" for n in range(9)])
    assert len(error.problems) == 9
    assert "event:8" not in str(error)
