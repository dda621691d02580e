"""The synthetic grid: nested, without gaps or overlaps, with legal codes."""

import json
from pathlib import Path

import pytest
from shapely.geometry import Polygon

from alerts.grid import load_grid
from core.geo import LocalPlane
from gridwatch.simulator.subdivision import LEVELS, Block, cut, subdivide, write_geojson, write_social_geojson
from gridwatch.simulator.world import ORIGIN


def test_the_reference_district_has_its_numbers():
    """7 streets, 69 communities, 376 grids; each code is its parent's and three digits more."""
    areas = subdivide(0)
    assert [sum(a.level == level for a in areas) for level in LEVELS] == [1, 7, 69, 376]
    codes = {a.code for a in areas}
    assert len(codes) == len(areas)
    assert all(len(a.code) == 6 or a.code[:-3] in codes for a in areas)


def test_levels_cover_the_district_exactly():
    """The areas of every level add up to the district's, and every polygon is simple."""
    areas = subdivide(3)
    shapes = {a.code: Polygon(a.outline) for a in areas}
    assert all(shape.is_valid for shape in shapes.values())
    whole = shapes["990101"].area
    for level in LEVELS:
        assert sum(shapes[a.code].area for a in areas if a.level == level) == pytest.approx(whole, rel=1e-9)


def test_borders_are_crooked():
    """No grid cell is a plain rectangle."""
    grid = next(a for a in subdivide(0) if a.level == "grid")
    shape = Polygon(grid.outline)
    assert shape.area < 0.99 * shape.minimum_rotated_rectangle.area


def test_a_block_too_small_is_refused():
    """Ten parts do not fit into four cells."""
    with pytest.raises(ValueError, match="cannot hold"):
        cut(Block(west=0, south=0, east=2, north=2), [1] * 10)


def test_files_are_geojson_with_a_datum(tmp_path: Path):
    """One file a level; closed rings; the datum is said."""
    write_geojson(tmp_path, subdivide(0, streets=2, communities=4, grids=12), LocalPlane(origin=ORIGIN))
    text = json.loads((tmp_path / "grid.geojson").read_text(encoding="utf-8"))
    assert text["datum"] == "WGS84"
    assert len(text["features"]) == 12
    ring = text["features"][0]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]


def test_the_second_layer_lies_over_the_first(tmp_path: Path):
    """One grid of social governance for each community, of a code that no unit grid has."""
    areas = subdivide(0, streets=2, communities=4, grids=12)
    write_social_geojson(tmp_path, areas, LocalPlane(origin=ORIGIN))
    layer, problems = load_grid([tmp_path / "social.geojson"])
    assert problems == ()
    codes = {cell.code for cell in layer.cells}
    assert len(codes) == 4
    assert not codes & {area.code for area in areas}
