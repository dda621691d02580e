"""Grid polygons as a map needs them: simplified together, so that neighbours still share their borders. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

TOLERANCE_M = 4.0  # a border moves by no more than about this
_METRES_PER_DEG = 111_195.0
_DECIMALS = 6  # of degrees: a decimetre
_NOT_WORTH = 3  # m2: what simplifying may leave of a cell must be more than a speck


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Cell:
    """One polygon of one level."""

    code: str
    name: str
    level: str  # district, street, community or grid
    shape: Any  # shapely geometry, WGS-84, as the district drew it
    lon: float  # of a point inside of it
    lat: float


def cells_of(collection: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Return the cells of a GeoJSON FeatureCollection, the largest level first."""
    found = []
    for feature in collection["features"]:
        drawn = shape(feature["geometry"])
        inside = drawn.representative_point()
        told = feature["properties"]
        found.append(
            Cell(
                code=told["code"],
                name=told["name"],
                level=told["level"],
                shape=drawn,
                lon=round(inside.x, _DECIMALS),
                lat=round(inside.y, _DECIMALS),
            )
        )
    return tuple(sorted(found, key=lambda cell: (len(cell.code), cell.code)))


def features(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Return simplified GeoJSON features; each names a point inside of it, for its label."""
    made = []
    for level in dict.fromkeys(cell.level for cell in cells):
        mine = [cell for cell in cells if cell.level == level]
        for cell, drawn in zip(mine, _simplified([cell.shape for cell in mine]), strict=True):
            geometry = mapping(shapely.set_precision(drawn, 10**-_DECIMALS))
            told = {
                "code": cell.code,
                "name": cell.name,
                "level": cell.level,
                "lon": cell.lon,
                "lat": cell.lat,
            }
            made.append({"type": "Feature", "properties": told, "geometry": geometry})
    return made


def located(cells: Sequence[Cell], points: Sequence[tuple[float, float]]) -> list[str]:
    """Return the deepest code that holds each point, (longitude, latitude) in WGS-84; "" where none does.

    On a shared border the lowest code holds it, as it does where incidents are placed.
    """
    found = [""] * len(points)
    if not cells or not points:
        return found
    tree = shapely.STRtree([cell.shape for cell in cells])
    spots, hits = tree.query(shapely.points(np.asarray(points, np.float64)), predicate="intersects")
    for spot, hit in zip(spots.tolist(), hits.tolist(), strict=True):
        code, known = cells[hit].code, found[spot]
        if (len(code), known) > (len(known), code):
            found[spot] = code
    return found


def _simplified(shapes: Sequence[Any]) -> Sequence[Any]:
    tolerance = TOLERANCE_M / _METRES_PER_DEG
    whole = np.array(shapes, dtype=object)
    if bool(shapely.coverage_is_valid(whole)):
        made = shapely.coverage_simplify(whole, tolerance)
    else:  # drawn apart, or overlapping: each by itself
        made = shapely.simplify(whole, tolerance, preserve_topology=True)
    least = _NOT_WORTH / _METRES_PER_DEG**2
    return [after if after.area > least else before for before, after in zip(shapes, made, strict=True)]
