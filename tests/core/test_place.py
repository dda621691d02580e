"""Places: the deepest grid known."""

from __future__ import annotations

from dataclasses import replace

from core.place import GridCell
from tests.builders_desk import place


def test_the_grid_code_is_the_deepest() -> None:
    """None outside of the district."""
    path = (
        GridCell(level="district", code="990101", name="a"),
        GridCell(level="street", code="990101001", name="b"),
    )
    assert replace(place(), grid=path).grid_code == "990101001"
    assert place().grid_code is None
