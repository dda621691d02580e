"""Grid polygons for maps."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from shapely import segmentize
from shapely.geometry import mapping, shape

from alerts.grid import load_grid, unit_layers
from api.map.outline import cells_of, features, located
from core.geo import LonLat
from tests.builders_map import grid

CONFIGS = Path(__file__).resolve().parents[3] / "configs"


def test_cells_come_largest_first_with_a_point_inside() -> None:
    """A label stands within its cell."""
    cells = cells_of(grid())
    assert [cell.code for cell in cells] == [
        *("990101", "990101001", "990101002", "990101001001", "990101001001001")
    ]
    assert all(
        cell.shape.contains(shape({"type": "Point", "coordinates": [cell.lon, cell.lat]})) for cell in cells
    )


def test_the_example_district_stays_where_it_is() -> None:
    """All 376 grids: neighbours share borders still, and no border has moved by more than some metres."""
    index, _ = load_grid(unit_layers(CONFIGS))
    levels = ("district", "street", "community", "grid")
    whole = {"features": [one for level in levels for one in index.feature_collection(level)["features"]]}
    cells = cells_of(whole)
    told = features(cells)
    assert len(told) == len(whole["features"])
    for cell, feature in zip(cells, told, strict=True):
        after = shape(feature["geometry"])
        assert after.is_valid
        assert after.area == pytest.approx(cell.shape.area, rel=0.1)
        assert after.hausdorff_distance(cell.shape) * 111_195 < 15


def test_a_border_drawn_point_by_point_is_told_by_its_corners() -> None:
    """And neighbours still share it: the same points on both sides."""
    drawn = grid()
    for feature in drawn["features"]:
        fine = segmentize(shape(feature["geometry"]), 0.0001)
        feature["geometry"] = mapping(fine)
    told = features(cells_of(drawn))
    assert len(json.dumps(told)) < len(json.dumps(drawn)) / 10
    west, east = (shape(feature["geometry"]) for feature in told[1:3])
    assert west.intersection(east).area == 0
    assert west.intersection(east).length == pytest.approx(0.02)


def test_points_are_located_as_incidents_are() -> None:
    """The same answer as the grid index gives, point for point; outside it is none."""
    index, _ = load_grid(unit_layers(CONFIGS))
    levels = ("district", "street", "community", "grid")
    cells = cells_of(
        {"features": [one for level in levels for one in index.feature_collection(level)["features"]]}
    )
    west, south, east, north = cells[0].shape.bounds
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.uniform(west, east, 300), rng.uniform(south, north, 300)]).tolist()
    expected = [path[-1].code if (path := index.resolve(LonLat(lon=x, lat=y))) else "" for x, y in points]
    assert located(cells, points) == expected
    assert len(set(expected)) > 50
    assert located(cells, [(0.0, 0.0)]) == [""]
    assert located([], [(0.0, 0.0)]) == [""]


def test_a_shared_border_belongs_to_the_lower_code() -> None:
    """Always the same one."""
    assert located(cells_of(grid()), [(120.02, 30.015), (120.0, 30.0)]) == ["990101001", "990101001001001"]


def test_cells_drawn_apart_are_simplified_each_by_itself() -> None:
    """Overlaps are told by `gridwatch check`, and are no reason to draw nothing."""
    told = grid()
    told["features"][2]["geometry"]["coordinates"][0][0][0][0] = 120.015
    assert len(features(cells_of(told))) == 5
