"""Every figure and column has its words in both languages."""

from __future__ import annotations

from alerts.figures.words import COLUMNS, FIGURES


def test_nothing_is_without_words():
    """Titles and definitions, Chinese and English."""
    assert all(all(told) for told in FIGURES.values())
    assert all(all(told) for told in COLUMNS.values())
