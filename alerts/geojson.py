"""Grid polygons from GeoJSON files: read strictly, repaired where that is safe, told where it is not.

A file is a FeatureCollection of Polygons and MultiPolygons with the properties `code` (6, 9, 12 or 15
digits; `adcode` is understood too), `name` and `level` (district, street, community, grid). The datum
must be said, by a member `datum` of the collection or by the caller: RFC 7946 assumes WGS-84, but the
boundary files that circulate in China are GCJ-02 and do not say so, which is an error of 500 m.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from core.geo import Datum, LonLat

LEVELS = {6: "district", 9: "street", 12: "community", 15: "grid"}  # digits of the code -> level
MAX_BYTES = 64_000_000
MAX_FEATURES = 100_000
_DATUMS = {
    "WGS84": Datum.WGS84, "CGCS2000": Datum.WGS84, "CRS84": Datum.WGS84, "EPSG:4326": Datum.WGS84,
    "EPSG:4490": Datum.WGS84, "GCJ02": Datum.GCJ02, "BD09": Datum.BD09,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class GridProblem:
    """One thing wrong with a grid file, and what to do about it."""

    file: str
    where: str  # e.g. "features[3].geometry"
    what: str
    cure: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.what}. {self.cure}"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Cell:
    """One polygon of one level, valid, in WGS-84, outer rings anticlockwise (RFC 7946)."""

    level: str
    code: str
    name: str
    shape: MultiPolygon
    file: str


class Wrong(Exception):
    """Carries one problem to the collector of a file; never leaves what reads one."""

    def __init__(self, where: str, what: str, cure: str) -> None:
        super().__init__(what)
        self.where, self.what, self.cure = where, what, cure


def read_cells(
    raw: bytes, *, file: str, datum: Datum | None = None
) -> tuple[tuple[Cell, ...], tuple[GridProblem, ...]]:
    """Return the cells of one file and everything that is wrong with it; never raises for bad content.

    datum: what the coordinates are in when the file does not say; a file that says otherwise wins.
    """
    problems: list[GridProblem] = []
    cells: list[Cell] = []
    try:
        data = _json(raw)
        features = _features(data)
        said = _datum(data, datum)
    except Wrong as wrong:
        return (), (GridProblem(file=file, where=wrong.where, what=wrong.what, cure=wrong.cure),)
    for i, feature in enumerate(features):
        try:
            cell, repaired = _cell(feature, f"features[{i}]", file, said)
        except Wrong as wrong:
            problems.append(GridProblem(file=file, where=wrong.where, what=wrong.what, cure=wrong.cure))
            continue
        cells.append(cell)
        if repaired:
            problems.append(
                GridProblem(
                    file=file,
                    where=f"features[{i}] ({cell.code})",
                    what=f"was repaired: {repaired}",
                    cure="Check it on a map.",
                    level="warning",
                )
            )
    return tuple(cells), tuple(problems)


def read_collection(raw: bytes) -> tuple[list[Any], Datum]:
    """Return the features of a file as they stand, and the datum that it says.

    Raises:
        Wrong: it is none, or does not say its datum.
    """
    data = _json(raw)
    return _features(data), _datum(data, None)


def _json(raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_BYTES:
        raise Wrong("file", f"has {len(raw)} bytes; at most {MAX_BYTES}", "Split it by level.")

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            names = [name for name, _ in items]
            doubled = next(name for name in names if names.count(name) > 1)
            raise Wrong("file", f"an object has the key {doubled!r} twice", "Keep one of them.")
        return found

    def constant(name: str) -> NoReturn:
        raise Wrong("file", f"{name} is no number in JSON", "Give a number.")

    try:
        data = json.loads(raw, object_pairs_hook=pairs, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise Wrong("file", f"is not JSON: {error}", "Export it again as GeoJSON in UTF-8.") from error
    if not isinstance(data, dict):
        raise Wrong("file", f"holds a {type(data).__name__}, not an object", "Give a FeatureCollection.")
    return data


def _features(data: dict[str, Any]) -> list[Any]:
    kind = data.get("type")
    if kind != "FeatureCollection":
        what = "has no type" if kind is None else f"is of type {str(kind)[:40]!r}"
        raise Wrong("type", what, 'Wrap the features in {"type": "FeatureCollection", ...}.')
    features = data.get("features")
    if not isinstance(features, list):
        raise Wrong("features", "is not a list", "Give the list of features.")
    if len(features) > MAX_FEATURES:
        raise Wrong("features", f"has {len(features)} items; at most {MAX_FEATURES}", "Split the file.")
    return features


def _datum(data: dict[str, Any], given: Datum | None) -> Datum:
    said: Any = data.get("datum")
    if said is None and isinstance(crs := data.get("crs"), dict):
        properties = crs.get("properties")
        name = properties.get("name") if isinstance(properties, dict) else None
        said = str(name).upper().replace("URN:OGC:DEF:CRS:", "").replace("::", ":").removeprefix("OGC:1.3:")
    if said is None:
        if given is None:
            raise Wrong(
                "datum",
                "the datum is not said",
                'Add "datum": "WGS84" (also for CGCS2000) or "GCJ02" beside "features".',
            )
        return given
    known = _DATUMS.get(str(said).upper().replace("-", "").replace("_", "").replace(" ", ""))
    if known is None:
        raise Wrong(
            "datum", f"{str(said)[:40]!r} is not a known datum", "Use WGS84, CGCS2000, GCJ02 or BD09."
        )
    return known


def _cell(feature: Any, where: str, file: str, datum: Datum) -> tuple[Cell, str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Wrong(
            where, "is not a Feature", 'Give {"type": "Feature", "properties": ..., "geometry": ...}.'
        )
    code, name, level = _properties(feature.get("properties"), f"{where}.properties")
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        raise Wrong(f"{where}.geometry", f"{code} has no geometry", "Give a Polygon or MultiPolygon.")
    shape, repaired = _shape(geometry, f"{where}.geometry", datum)
    return Cell(level=level, code=code, name=name, shape=shape, file=file), repaired


def _properties(properties: Any, where: str) -> tuple[str, str, str]:
    if not isinstance(properties, dict):
        raise Wrong(where, "is not an object", "Give code, name and level.")
    code = str(properties.get("code", properties.get("adcode", "")))
    if not (code.isascii() and code.isdigit() and len(code) in LEVELS):
        raise Wrong(
            f"{where}.code", f"{code[:40]!r} is not a grid code", "Give 6, 9, 12 or 15 digits, as text."
        )
    level = properties.get("level", LEVELS[len(code)])
    if level != LEVELS[len(code)]:
        cure = f"{len(code)} digits are a {LEVELS[len(code)]}; correct the code or the level."
        raise Wrong(f"{where}.level", f"{code} says {str(level)[:40]!r}", cure)
    name = properties.get("name")
    if not isinstance(name, str) or not name.strip():
        raise Wrong(f"{where}.name", f"{code} has no name", "Give the name that people use.")
    return code, name.strip()[:100], level


def _shape(geometry: dict[str, Any], where: str, datum: Datum) -> tuple[MultiPolygon, str]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):  # a tuple: it may be a dict, which no set takes
        raise Wrong(where, f"is of type {str(kind)[:40]!r}", "Give a Polygon or MultiPolygon.")
    notes: list[str] = []
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not parts:
        raise Wrong(where, "has no coordinates", "Give at least one ring of four positions.")
    polygons = []
    for part in parts:
        if not isinstance(part, list) or not part:
            raise Wrong(where, "has a part without rings", "Give a list of rings, the outer one first.")
        rings = [_ring(ring, where, notes) for ring in part]
        polygons.append(Polygon(rings[0], rings[1:]))
    shape: Any = shapely.transform(MultiPolygon(polygons), lambda xy: _to_wgs84(xy, datum))
    if not shape.is_valid:
        notes.append(shapely.is_valid_reason(shape))
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    solid = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area > 0]
    if not solid:
        raise Wrong(where, "has no area", "Draw it again.")
    return MultiPolygon([orient(part) for part in solid]), "; ".join(notes)


def _ring(ring: Any, where: str, notes: list[str]) -> NDArray[np.float64]:
    if not isinstance(ring, list):
        raise Wrong(where, "has a ring that is not a list", "Give a list of positions.")
    points = [_position(position, where) for position in ring]
    if points and points[0] != points[-1]:
        notes.append("a ring was not closed")
        points.append(points[0])
    if len(points) < 4:
        raise Wrong(
            where,
            f"has a ring of {len(points)} positions",
            "A ring has at least four, the last as the first.",
        )
    return np.array(points, np.float64)


def _position(position: Any, where: str) -> tuple[float, float]:
    if not isinstance(position, list) or not 2 <= len(position) <= 3:
        raise Wrong(where, f"{str(position)[:60]} is not a position", "Give [longitude, latitude].")
    if not all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in position):
        raise Wrong(where, f"{str(position)[:60]} holds what is not a number", "Give [longitude, latitude].")
    lon, lat = float(position[0]), float(position[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        cure = "Longitude first, in degrees; projected metres must be converted before."
        raise Wrong(where, f"{str(position)[:60]} is not on the earth", cure)
    return lon, lat


def _to_wgs84(points: NDArray[np.float64], datum: Datum) -> NDArray[np.float64]:
    if datum is Datum.WGS84 or not len(points):
        return points
    converted = [LonLat(lon=lon, lat=lat, datum=datum).to(Datum.WGS84) for lon, lat in points.tolist()]
    return np.array([(point.lon, point.lat) for point in converted])
