"""The district's own drawing of its streets: lines for a console that has no base map. Pure.

A FeatureCollection of LineStrings and MultiLineStrings that says its datum as the grid files do; a property
`name` is shown along the line, `class` (main, street, path) says how broad it is drawn.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from alerts.geojson import GridProblem, Wrong, read_collection
from alerts.grid import STREETS
from core.geo import Datum, LonLat

MAX_POINTS = 300_000  # some 6 MB as it is told
_CLASSES = ("main", "street", "path")
_DECIMALS = 6  # of degrees: a decimetre


def load_streets(configs: Path) -> tuple[bytes | None, tuple[GridProblem, ...]]:
    """Read the drawing in a configs folder; (None, ()) where there is none."""
    path = configs / "grid" / STREETS
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, ()
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        return None, (GridProblem(file=path.name, where="file", what=what, cure="Check its rights."),)
    return read_streets(raw, file=path.name)


def read_streets(raw: bytes, *, file: str) -> tuple[bytes | None, tuple[GridProblem, ...]]:
    """Return the drawing in WGS-84 as GeoJSON, and what is wrong with it; None when nothing can be drawn."""
    problems: list[GridProblem] = []
    made, points = [], 0
    try:
        features, datum = read_collection(raw)
    except Wrong as wrong:
        return None, (_problem(file, wrong),)
    for number, feature in enumerate(features):
        try:
            lines, told = _feature(feature, f"features[{number}]", datum)
        except Wrong as wrong:
            problems.append(_problem(file, wrong))
            continue
        points += sum(map(len, lines))
        if points > MAX_POINTS:
            many = Wrong("features", f"more than {MAX_POINTS} points", "Simplify the lines.")
            return None, (*problems, _problem(file, many))
        geometry = {"type": "MultiLineString", "coordinates": lines}
        made.append({"type": "Feature", "properties": told, "geometry": geometry})
    if not made:
        return None, tuple(problems)
    whole = {"type": "FeatureCollection", "datum": Datum.WGS84.value, "features": made}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), tuple(problems)


def _feature(
    feature: Any, where: str, datum: Datum
) -> tuple[list[list[tuple[float, float]]], dict[str, str]]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in {"LineString", "MultiLineString"}:
        raise Wrong(where, "is no line", "Give a LineString or MultiLineString.")
    drawn = geometry.get("coordinates")
    lines = [drawn] if kind == "LineString" else drawn
    if not isinstance(lines, list):
        raise Wrong(f"{where}.geometry", "has no coordinates", "Export it again.")
    told = feature.get("properties") or {}
    name = str(told.get("name", ""))[:100] if isinstance(told, dict) else ""
    broad = str(told.get("class", "street")) if isinstance(told, dict) else "street"
    properties = {"name": name, "class": broad if broad in _CLASSES else "street"}
    return [_line(line, f"{where}.geometry", datum) for line in lines], properties


def _line(line: Any, where: str, datum: Datum) -> list[tuple[float, float]]:
    try:
        points = [LonLat(lon=float(p[0]), lat=float(p[1]), datum=datum).to(Datum.WGS84) for p in line]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise Wrong(
            where, "has a point that is none", "Give [longitude, latitude] pairs in degrees."
        ) from error
    if len(points) < 2:
        raise Wrong(where, "has a line of fewer than two points", "Take it out.")
    return [(round(point.lon, _DECIMALS), round(point.lat, _DECIMALS)) for point in points]


def _problem(file: str, wrong: Wrong) -> GridProblem:
    return GridProblem(file=file, where=wrong.where, what=wrong.what, cure=wrong.cure)
