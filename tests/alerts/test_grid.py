"""The grid path of a point, the same every time, and what does not fit together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alerts.geojson import LEVELS, read_cells
from alerts.grid import GridIndex, inconsistencies, load_grid, social_layers, unit_layers
from core.geo import Datum, LonLat


def square(code: str, west: float, south: float, size: float, name: str = "") -> dict[str, Any]:
    """A square feature."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {
            "code": code,
            "name": name or f"{LEVELS[len(code)]} {code[-3:]}",
            "level": LEVELS[len(code)],
        },
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict[str, Any], datum: str = "WGS84") -> bytes:
    """A file of features."""
    return json.dumps({"type": "FeatureCollection", "datum": datum, "features": list(features)}).encode()


FOUR_LEVELS = collection(
    square("990101", 120.0, 30.0, 0.4),
    square("990101001", 120.0, 30.0, 0.2),
    square("990101001001", 120.0, 30.0, 0.2),
    square("990101001001002", 120.1, 30.0, 0.1),
    square("990101001001001", 120.0, 30.0, 0.1),
)


def index(content: bytes = FOUR_LEVELS) -> GridIndex:
    """The index of one file."""
    return GridIndex(read_cells(content, file="g.geojson")[0])


def at(lon: float, lat: float) -> LonLat:
    """A WGS-84 point."""
    return LonLat(lon=lon, lat=lat)


def test_the_path_has_four_levels() -> None:
    """District first, unit grid last."""
    path = index().resolve(at(120.15, 30.05))
    assert [cell.code for cell in path] == ["990101", "990101001", "990101001001", "990101001001002"]
    assert [cell.level for cell in path] == ["district", "street", "community", "grid"]


@pytest.mark.parametrize("lat", [30.0, 30.03, 30.0777777, 30.1])
def test_a_shared_edge_belongs_to_the_lower_code(lat: float) -> None:
    """Every time, in whatever order the file lists the cells."""
    assert index().resolve(at(120.1, lat))[-1].code == "990101001001001"


def test_a_gap_of_centimetres_is_not_nowhere() -> None:
    """Neighbours drawn apart leave slivers; a point in one goes to the lower code."""
    drawn_apart = collection(
        square("990101001001001", 120.0, 30.0, 0.1), square("990101001001002", 120.100004, 30.0, 0.1)
    )
    assert index(drawn_apart).resolve(at(120.100002, 30.05))[-1].code == "990101001001001"


def test_where_grids_are_missing_the_path_is_shorter() -> None:
    """A part of the district without streets is still in the district; elsewhere is nowhere."""
    assert [cell.code for cell in index().resolve(at(120.3, 30.3))] == ["990101"]
    assert index().resolve(at(121.0, 30.0)) == ()
    assert GridIndex().resolve(at(120.1, 30.0)) == ()


def test_a_point_of_another_datum_is_converted() -> None:
    """The same place is the same grid, whatever datum it comes in."""
    here = at(120.0999, 30.05)
    assert index().resolve(here.to(Datum.GCJ02)) == index().resolve(here)


def test_path_of_a_code() -> None:
    """A code names its own path as far as it is known."""
    assert [cell.code for cell in index().path_of("990101001999")] == ["990101", "990101001"]


def test_inconsistencies_are_told_with_a_cure() -> None:
    """No parent, outside of its parent, overlapping sibling."""
    cells, _ = read_cells(
        collection(
            square("990101", 120.0, 30.0, 0.4),
            square("990102001", 120.0, 30.0, 0.1),
            square("990101002", 120.35, 30.0, 0.1),
            square("990101003", 120.1, 30.1, 0.1),
            square("990101004", 120.15, 30.1, 0.1),
        ),
        file="g.geojson",
    )
    told = [str(problem) for problem in inconsistencies(cells)]
    assert len(told) == 3
    assert "990102001 street 001 has no district 990102" in told[0]
    assert "50% of 990101002 street 002 lies outside of 990101" in told[1]
    assert "990101003 street 003 and 990101004 street 004 overlap by 50%" in told[2]


def test_loading_tells_every_problem(tmp_path: Path) -> None:
    """A doubled code, an unreadable file and a broken one, all at once."""
    (tmp_path / "a.geojson").write_bytes(FOUR_LEVELS)
    (tmp_path / "b.geojson").write_bytes(collection(square("990101", 120.0, 30.0, 0.4)))
    (tmp_path / "c.geojson").write_bytes(b"{")
    paths = [tmp_path / f"{name}.geojson" for name in "abcd"]
    grid, problems = load_grid(paths)
    assert len(grid) == 6
    assert {(p.file, p.what.split(":")[0]) for p in problems} == {
        ("c.geojson", "is not JSON"),
        ("d.geojson", "cannot be read"),
        ("a.geojson, b.geojson", "the code is used twice"),
    }


def test_a_real_boundary(shared_data: Path) -> None:
    """Five districts as published: two cross themselves, all are GCJ-02; repaired and converted."""
    paths = sorted((shared_data / "boundary").glob("district_*.geojson"))
    refused, said = load_grid(paths)
    assert len(refused) == 0
    assert all("datum is not said" in problem.what for problem in said)
    grid, problems = load_grid(paths, datum=Datum.GCJ02)
    assert {p.where for p in problems if "repaired" in p.what} == {
        "features[0] (320302)",
        "features[0] (320312)",
    }
    assert [p for p in problems if p.level == "error"] == []
    city_hall = LonLat(lon=117.140874, lat=34.308857, datum=Datum.GCJ02)
    assert [cell.name for cell in grid.resolve(city_hall)] == ["鼓楼区"]
    assert all(cell.shape.is_valid for cell in grid.cells)


def test_out_again_as_geojson() -> None:
    """What a map gets is a right-handed WGS-84 collection that we can read ourselves."""
    out = json.dumps(index().feature_collection("grid")).encode()
    cells, problems = read_cells(out, file="out.geojson")
    assert [cell.code for cell in cells] == ["990101001001001", "990101001001002"]
    assert problems == ()


def test_the_second_layer_is_not_part_of_the_first(tmp_path: Path) -> None:
    """social.geojson lies in the same folder and is read by itself; without it there is none."""
    (tmp_path / "grid").mkdir()
    assert (unit_layers(tmp_path), social_layers(tmp_path)) == ([], [])
    for name in ("street", "social", "grid"):
        (tmp_path / "grid" / f"{name}.geojson").touch()
    assert [path.stem for path in unit_layers(tmp_path)] == ["grid", "street"]
    assert [path.stem for path in social_layers(tmp_path)] == ["social"]


def test_the_same_files_are_read_once_and_changed_ones_anew(tmp_path: Path) -> None:
    """A reload costs nothing where nothing has changed, and never tells what was there before."""
    path = tmp_path / "grid.geojson"
    path.write_bytes(collection(square("990101", 120.0, 30.0, 0.4)))
    first, _ = load_grid([path])
    assert load_grid([path])[0] is first
    path.write_bytes(collection(square("990101", 120.0, 30.0, 0.4), square("990102", 121.0, 30.0, 0.4)))
    assert [one.code for one in load_grid([path])[0].cells] == ["990101", "990102"]
