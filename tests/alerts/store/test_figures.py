"""The contract of what figures are counted from. It is held in tests/contract/test_figures.py."""

from __future__ import annotations

from alerts.store.figures import CaseFigure, Looks


def test_a_row_of_a_case_leads_with_what_finds_it_again():
    """Number and change come first: a reader in memory indexes by one and goes on by the other."""
    assert CaseFigure._fields[:3] == ("number", "changed", "incident_id")


def test_looks_to_add_are_nothing_where_nothing_is_said():
    """Whatever is not named adds nothing."""
    assert (Looks().due, Looks().on_time, Looks().late, dict(Looks().kinds)) == (0, 0, 0, {})
