"""What a figure answers."""

from __future__ import annotations

from alerts.figures.answer import ratio


def test_a_share_of_nothing_is_unknown():
    """Neither nought nor all: there was nothing to measure it on."""
    assert ratio(0, 0) is None
    assert ratio(1, 4) == 0.25
