"""Texts and the records they hold."""

from __future__ import annotations

from alerts.store.remembered import Remembered


def test_the_one_not_used_for_longest_goes_first():
    """Asking for a record counts as use; asking for what is not there does no harm."""
    kept: Remembered[int] = Remembered(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert [kept.get(text) for text in "abc"] == [1, None, 3]
    assert len(kept) == 2


def test_clear_forgets_all():
    """For measurements of what nobody has read lately."""
    kept: Remembered[int] = Remembered(2)
    kept.put("a", 1)
    kept.clear()
    assert (kept.get("a"), len(kept)) == (None, 0)
