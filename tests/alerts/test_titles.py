"""Headlines that an operator reads across the room."""

from __future__ import annotations

from dataclasses import replace

from alerts.titles import headline
from core.place import GridCell
from tests.builders_desk import WASTE, place

PATH = (
    GridCell(level="district", code="990101", name="示范区"),
    GridCell(level="street", code="990101001", name="示范街道"),
    GridCell(level="community", code="990101001001", name="示范社区"),
    GridCell(level="grid", code="990101001001001", name="001网格"),
)


def test_matter_and_place() -> None:
    """The matter, and the place from the street down."""
    zh, en = headline(WASTE, replace(place(), grid=PATH), "cam")
    assert zh == "积存垃圾渣土 · 示范街道示范社区001网格"
    assert en == "Accumulated waste · 示范街道示范社区001网格 (990101001001001)"


def test_district_only_and_nowhere() -> None:
    """With a district only, its name; outside of the grid, the camera's."""
    assert headline(WASTE, replace(place(), grid=PATH[:1]), "cam")[0] == "积存垃圾渣土 · 示范区"
    assert headline(WASTE, place(), "East gate") == (
        "积存垃圾渣土 · East gate",
        "Accumulated waste · East gate",
    )


def test_a_name_that_holds_its_parents_is_not_doubled() -> None:
    """Cities name grids after their community: nobody reads it twice."""
    grid = (*PATH[:3], replace(PATH[3], name="示范社区第3网格"))
    assert headline(WASTE, replace(place(), grid=grid), "cam")[0] == "积存垃圾渣土 · 示范街道示范社区第3网格"
