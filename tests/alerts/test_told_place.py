"""Where somebody outside says that something is."""

from __future__ import annotations

import json

import pytest

from alerts.geojson import read_cells
from alerts.grid import GridIndex
from alerts.told_place import place_told
from core.geo import LonLat, distance_m
from core.place import PlaceOrigin
from tests.builders_cases import case_report

GRIDS = {
    "330109": ("示范区", (0, 0, 4, 4)),
    "330109001": ("河畔街道", (0, 0, 2, 4)),
    "330109002": ("东山街道", (2, 0, 4, 4)),
    "330109001001": ("新桥社区", (0, 0, 2, 2)),
    "330109001002": ("柳湾社区", (0, 2, 2, 4)),
    "330109002001": ("新桥社区", (2, 0, 4, 2)),
}
LEVELS = {6: "district", 9: "street", 12: "community"}


def _square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[120.25 + x / 1000, 30.45 + y / 1000] for x, y in corners]


@pytest.fixture(scope="module")
def grid() -> GridIndex:
    """A district of two streets; one name of a community is used in both."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name, "level": LEVELS[len(code)]},
            "geometry": {"type": "Polygon", "coordinates": [_square(*box)]},
        }
        for code, (name, box) in GRIDS.items()
    ]
    document = {"type": "FeatureCollection", "datum": "WGS84", "features": features}
    cells, problems = read_cells(json.dumps(document).encode(), file="x.geojson", datum=None)
    assert not problems
    return GridIndex(cells)


def test_a_point_is_taken_as_told(grid: GridIndex) -> None:
    """With its radius and the path of where it lies."""
    where = place_told(grid, case_report(point=LonLat(lon=120.251, lat=30.451)))
    assert where is not None
    assert (where.origin, where.radius_m, where.grid_code) == (PlaceOrigin.REPORTED, 20.0, "330109001001")


def test_a_grid_code_is_its_middle_and_as_vague_as_the_cell(grid: GridIndex) -> None:
    """Every corner of the cell lies within the radius."""
    where = place_told(grid, case_report(point=None, grid="330109001002"))
    assert where is not None
    assert (where.origin, where.grid_code) == (PlaceOrigin.GRID, "330109001002")
    corners = [
        LonLat(lon=120.25 + x / 1000, lat=30.45 + y / 1000) for x, y in ((0, 2), (2, 2), (2, 4), (0, 4))
    ]
    assert max(distance_m(where.point, corner) for corner in corners) <= where.radius_m + 0.1
    assert grid.resolve(where.point)[-1].code == "330109001002"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("河畔街道柳湾社区3号楼旁", "330109001002"),
        ("柳湾社区北门", "330109001002"),
        ("东山街道新桥社区菜场", "330109002001"),
        ("示范区新桥社区菜场", "330109"),  # two of that name: the district is what is sure
        ("东山街道某处", "330109002"),
    ],
)
def test_an_address_is_as_good_as_the_names_in_it(grid: GridIndex, address: str, code: str) -> None:
    """The deepest name that is unique, or that its own street stands beside."""
    where = place_told(grid, case_report(point=None, address=address))
    assert where is not None
    assert where.grid_code == code


def test_what_names_nothing_here_has_no_place(grid: GridIndex) -> None:
    """Another city's grid and an unknown road."""
    assert place_told(grid, case_report(point=None, grid="440106")) is None
    assert place_told(grid, case_report(point=None, address="中山路100号")) is None
    assert place_told(GridIndex(), case_report(point=None, address="河畔街道")) is None
