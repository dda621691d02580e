"""The district's drawing of its streets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alerts import streets as module
from alerts.streets import load_streets, read_streets
from core.geo import Datum, LonLat


def drawing(*features: Any, **changes: Any) -> bytes:
    """Build a file."""
    return json.dumps(
        {"type": "FeatureCollection", "datum": "WGS84", "features": list(features)} | changes
    ).encode()


def line(*points: Any, **told: Any) -> dict[str, Any]:
    """Build a line."""
    return {
        "type": "Feature",
        "properties": told,
        "geometry": {"type": "LineString", "coordinates": list(points)},
    }


def test_lines_come_out_in_wgs84_with_name_and_class() -> None:
    """A file in GCJ-02 is moved, an unknown class is a street, and nothing else of a feature is told."""
    moved = LonLat(lon=120.0, lat=30.0).to(Datum.GCJ02)
    raw = drawing(
        line([moved.lon, moved.lat], [120.1, 30.1], name="新桥路", **{"class": "alley", "owner": "x"}),
        datum="GCJ02",
    )
    told, problems = read_streets(raw, file="streets.geojson")
    assert problems == ()
    assert told is not None
    (feature,) = json.loads(told)["features"]
    assert feature["properties"] == {"name": "新桥路", "class": "street"}
    assert feature["geometry"]["coordinates"][0][0] == [120.0, 30.0]


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b"{", "file"),
        (drawing(datum=None), "datum"),
        (drawing(type="Feature"), "type"),
        (drawing({"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}), "features[0]"),
        (drawing(line([120, 30])), "features[0].geometry"),
        (drawing(line([120, 300], [120, 30])), "features[0].geometry"),
        (drawing(line("ab", [120, 30])), "features[0].geometry"),
        (drawing({"type": "Feature", "geometry": {"type": "MultiLineString"}}), "features[0].geometry"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(raw: bytes, where: str) -> None:
    """One problem each, and nothing is drawn of it."""
    told, problems = read_streets(raw, file="streets.geojson")
    assert told is None
    assert [problem.where for problem in problems] == [where]


def test_one_bad_line_takes_no_other_with_it() -> None:
    """The rest is drawn."""
    told, problems = read_streets(drawing(line([120, 30]), line([120, 30], [120.1, 30])), file="s")
    assert len(problems) == 1
    assert told is not None
    assert len(json.loads(told)["features"]) == 1


def test_a_drawing_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every console reads it whole."""
    monkeypatch.setattr(module, "MAX_POINTS", 3)
    told, problems = read_streets(drawing(*[line([120, 30], [120.1, 30])] * 2), file="s")
    assert told is None
    assert "more than 3 points" in str(problems[0])


def test_a_district_without_one_has_no_problem(tmp_path: Path) -> None:
    """And a folder in its place is told."""
    assert load_streets(tmp_path) == (None, ())
    (tmp_path / "grid" / "streets.geojson").mkdir(parents=True)
    told, problems = load_streets(tmp_path)
    assert told is None
    assert "cannot be read" in str(problems[0])
