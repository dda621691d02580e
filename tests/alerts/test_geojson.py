"""Grid files: the bad ones get a named problem, the repairable ones are repaired and say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alerts.geojson import read_cells
from core.geo import Datum

SQUARE = [[[120.0, 30.0], [120.1, 30.0], [120.1, 30.1], [120.0, 30.1], [120.0, 30.0]]]


def raw(geometry: Any = None, properties: Any = None, **members: Any) -> bytes:
    """A collection of one feature."""
    feature = {
        "type": "Feature",
        "properties": {"code": "990101", "name": "示范区", "level": "district"}
        if properties is None
        else properties,
        "geometry": {"type": "Polygon", "coordinates": SQUARE} if geometry is None else geometry,
    }
    return json.dumps(
        {"type": "FeatureCollection", "datum": "WGS84", "features": [feature]} | members
    ).encode()


def one(content: bytes, **more: Any) -> str:
    """The only problem of a file."""
    _, problems = read_cells(content, file="g.geojson", **more)
    assert len(problems) == 1
    return str(problems[0])


def test_a_good_file() -> None:
    """One cell, no problems, the outer ring anticlockwise whatever the file said."""
    clockwise = [SQUARE[0][::-1]]
    cells, problems = read_cells(raw({"type": "Polygon", "coordinates": clockwise}), file="g.geojson")
    assert problems == ()
    assert (cells[0].level, cells[0].code, cells[0].name) == ("district", "990101", "示范区")
    assert cells[0].shape.geoms[0].exterior.is_ccw


def test_gcj_is_converted() -> None:
    """A GCJ-02 file lands where WGS-84 has it, some 500 m away."""
    wgs, _ = read_cells(raw(), file="g.geojson")
    gcj, _ = read_cells(raw(datum="GCJ-02"), file="g.geojson")
    shift = wgs[0].shape.centroid.distance(gcj[0].shape.centroid) * 111_000
    assert 300 < shift < 700


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4490", "urn:ogc:def:crs:EPSG::4326"])
def test_a_crs_member_says_the_datum_too(crs: str) -> None:
    """Exports of GIS programs name it the old way."""
    content = json.loads(raw())
    del content["datum"]
    content["crs"] = {"type": "name", "properties": {"name": crs}}
    cells, problems = read_cells(json.dumps(content).encode(), file="g.geojson")
    assert len(cells) == 1
    assert problems == ()


def test_a_datum_that_is_not_said_or_not_known_is_refused() -> None:
    """Half a kilometre is too much to guess."""
    content = json.loads(raw())
    del content["datum"]
    assert "the datum is not said" in one(json.dumps(content).encode())
    assert "'BEIJING54' is not a known datum" in one(raw(datum="BEIJING54"))
    assert read_cells(json.dumps(content).encode(), file="g", datum=Datum.GCJ02)[1] == ()


def test_a_bow_tie_is_repaired_and_told() -> None:
    """A self-intersecting ring becomes two valid parts and a warning that says where."""
    tie = [[[120.0, 30.0], [120.1, 30.1], [120.1, 30.0], [120.0, 30.1], [120.0, 30.0]]]
    cells, problems = read_cells(raw({"type": "Polygon", "coordinates": tie}), file="g.geojson")
    assert cells[0].shape.is_valid
    assert len(cells[0].shape.geoms) == 2
    assert problems[0].level == "warning"
    assert "Self-intersection" in problems[0].what


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "holds a list"),
        (b'{"type": "FeatureCollection", "type": "x"}', "key 'type' twice"),
        (b'{"type": NaN}', "NaN is no number"),
        (b'{"type": "Polygon"}', "is of type 'Polygon'"),
        (b'{"type": "FeatureCollection", "features": {}}', "is not a list"),
        (raw(properties=[]), "is not an object"),
        (raw(properties={"code": "99", "name": "x"}), "'99' is not a grid code"),
        (raw(properties={"code": "990101", "name": "x", "level": "street"}), "6 digits are a district"),
        (raw(properties={"code": "990101", "name": " "}), "has no name"),
        (raw({"type": "Point", "coordinates": [1, 2]}), "is of type 'Point'"),
        (raw({"type": {}, "coordinates": []}), "is of type '{}'"),
        (raw({"type": "Polygon", "coordinates": []}), "has a part without rings"),
        (raw({"type": "MultiPolygon", "coordinates": []}), "has no coordinates"),
        (raw({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}), "has a ring of 3 positions"),
        (raw({"type": "Polygon", "coordinates": [[["0", 0]]]}), "holds what is not a number"),
        (raw({"type": "Polygon", "coordinates": [[[500000, 3300000]] * 4]}), "is not on the earth"),
        (raw({"type": "Polygon", "coordinates": [[[1, 2]] * 4]}), "has no area"),
    ],
)
def test_what_is_wrong_has_a_name(content: bytes, says: str) -> None:
    """Each mistake is told with its place and a cure."""
    told = one(content)
    assert says in told
    assert told.endswith(".")


def test_a_ring_that_is_not_closed_is_closed() -> None:
    """The commonest slip of all."""
    _, problems = read_cells(raw({"type": "Polygon", "coordinates": [SQUARE[0][:-1]]}), file="g.geojson")
    assert [p.level for p in problems] == ["warning"]


def test_every_bad_file_of_geojsonhint(shared_data: Path) -> None:
    """As it is, and (where it is a polygon) as a feature of ours: a problem or a repair, never a traceback."""
    files = sorted((shared_data / "conformance/geojsonhint/bad").glob("*.geojson"))
    assert len(files) > 30
    for path in files:
        cells, problems = read_cells(path.read_bytes(), file=path.name)
        assert cells == ()
        assert problems, path.name
        try:
            shape = json.loads(path.read_text())
        except ValueError:
            continue
        if isinstance(shape, dict):
            read_cells(raw(shape), file=path.name)


def test_good_polygons_of_geojsonhint(shared_data: Path) -> None:
    """Valid geometries are taken without a word."""
    for name in ("good-polygon", "multipolygon"):
        shape = json.loads((shared_data / f"conformance/geojsonhint/good/{name}.geojson").read_text())
        cells, problems = read_cells(raw(shape), file=name)
        assert len(cells) == 1
        assert [p for p in problems if p.level == "error"] == []
