"""The grid a point lies in, down four levels: district, street, community, unit grid.

Codes are prefixes of each other (GB/T 2260 district 6, street 9, community 12, unit grid 15 digits), so
the deepest polygon decides and its code names the rest of the path. A point on a shared edge lies in
the polygon with the lowest code, always.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from alerts.geojson import LEVELS, Cell, GridProblem, read_cells
from core.geo import Datum, LocalPlane, LonLat
from core.place import GridCell

STREETS = "streets.geojson"  # lines for the console's map, no cells
SOCIAL = "social.geojson"  # the social-governance grid: a layer of its own, that overlaps the unit grid
_SLIVER_DEG = 1e-5  # a metre: neighbours drawn apart leave gaps in which a point would be nowhere
_OUTSIDE = 0.05  # share of a cell's area outside of its parent that is told
_OVERLAP = 0.01  # share of a cell's area inside of a sibling that is told


class GridIndex:
    """Finds the path of a point. Immutable; a reload makes a new one."""

    def __init__(self, cells: Iterable[Cell] = ()) -> None:
        self._cells = sorted(cells, key=lambda cell: cell.code)
        self._by_code = {cell.code: cell for cell in self._cells}
        self._tree = shapely.STRtree([cell.shape for cell in self._cells])

    def __len__(self) -> int:
        return len(self._cells)

    @property
    def cells(self) -> Sequence[Cell]:
        """Every polygon, by code."""
        return tuple(self._cells)

    def resolve(self, point: LonLat) -> tuple[GridCell, ...]:
        """Return the path of a point, district first; empty outside of every polygon."""
        wgs = point.to(Datum.WGS84)
        spot = shapely.Point(wgs.lon, wgs.lat)
        hits = self._tree.query(spot, predicate="intersects")
        if not len(hits) and self._cells:
            hits = self._tree.query(spot, predicate="dwithin", distance=_SLIVER_DEG)
        if not len(hits):
            return ()
        codes = [self._cells[int(i)].code for i in hits]
        deepest = max(len(code) for code in codes)
        return self.path_of(min(code for code in codes if len(code) == deepest))

    def path_of(self, code: str) -> tuple[GridCell, ...]:
        """Return the known cells whose code is `code` or a prefix of it, district first."""
        found = (self._by_code.get(code[:digits]) for digits in LEVELS if digits <= len(code))
        return tuple(GridCell(level=cell.level, code=cell.code, name=cell.name) for cell in found if cell)

    def middle(self, code: str) -> tuple[LonLat, float] | None:
        """Return a point inside of a cell (WGS-84), and the radius in metres that holds all of it; None if unknown."""
        cell = self._by_code.get(code)
        if cell is None:
            return None
        inside = cell.shape.representative_point()
        at = LonLat(lon=inside.x, lat=inside.y)
        plane = LocalPlane(origin=at)
        edge = shapely.get_coordinates(cell.shape)
        metres = (plane.to_metres(LonLat(lon=float(lon), lat=float(lat))) for lon, lat in edge)
        return at, round(max(math.hypot(*one) for one in metres), 1)

    def feature_collection(self, level: str) -> Mapping[str, Any]:
        """Return one level as an RFC 7946 FeatureCollection in WGS-84, for maps."""
        features = [
            {
                "type": "Feature",
                "properties": {"code": cell.code, "name": cell.name, "level": cell.level},
                "geometry": {"type": "MultiPolygon", "coordinates": _rings(cell.shape)},
            }
            for cell in self._cells
            if cell.level == level
        ]
        return {"type": "FeatureCollection", "datum": Datum.WGS84.value, "features": features}


def unit_layers(configs: Path) -> list[Path]:
    """Return the files of the unit grid: district, streets, communities, grids."""
    found = sorted((configs / "grid").glob("*.geojson"))
    return [path for path in found if path.name not in {SOCIAL, STREETS}]


def social_layers(configs: Path) -> list[Path]:
    """Return the file of the social-governance grid, if there is one."""
    return list((configs / "grid").glob(SOCIAL))


def load_grid(
    paths: Iterable[Path], *, datum: Datum | None = None
) -> tuple[GridIndex, tuple[GridProblem, ...]]:
    """Read every file; return the index of what could be read, and every problem."""
    files: list[tuple[str, bytes]] = []
    problems: list[GridProblem] = []
    for path in paths:
        try:
            files.append((path.name, path.read_bytes()))
        except OSError as error:
            what = f"cannot be read: {error.strerror or error}"
            problems.append(GridProblem(file=path.name, where="file", what=what, cure="Check its rights."))
    index, wrong = _read(tuple(files), datum)
    return index, (*problems, *wrong)


# Units and social: polygons cost more than the rest of a folder, and a reload finds the same ones.
@lru_cache(maxsize=2)
def _read(
    files: tuple[tuple[str, bytes], ...], datum: Datum | None
) -> tuple[GridIndex, tuple[GridProblem, ...]]:
    cells: list[Cell] = []
    problems: list[GridProblem] = []
    for name, raw in files:
        read, wrong = read_cells(raw, file=name, datum=datum)
        cells += read
        problems += wrong
    doubled = {code for code, times in Counter(cell.code for cell in cells).items() if times > 1}
    for code in sorted(doubled):
        where = ", ".join(sorted({cell.file for cell in cells if cell.code == code}))
        problems.append(
            GridProblem(
                file=where, where=code, what="the code is used twice", cure="Keep one polygon, or renumber."
            )
        )
    return GridIndex(cells), (*problems, *inconsistencies(cells))


def inconsistencies(cells: Sequence[Cell]) -> list[GridProblem]:
    """Return what does not fit together: missing parents, cells outside of them, overlapping siblings."""
    by_code = {cell.code: cell for cell in cells}
    present = {len(code) for code in by_code}
    problems = []
    for cell in by_code.values():
        digits = max((d for d in present if d < len(cell.code)), default=None)
        if digits is None:
            continue
        parent = by_code.get(cell.code[:digits])
        if parent is None:
            what = f"{cell.code} {cell.name} has no {LEVELS[digits]} {cell.code[:digits]}"
            problems.append(_odd(cell, what, "Add its polygon or correct the code."))
        elif (out := _share_outside(cell, parent)) > _OUTSIDE:
            what = f"{out:.0%} of {cell.code} {cell.name} lies outside of {parent.code} {parent.name}"
            problems.append(_odd(cell, what, "Check the datum of both files and the codes."))
    return problems + _overlaps(list(by_code.values()))


def _share_outside(cell: Cell, parent: Cell) -> float:
    return float(shapely.difference(cell.shape, parent.shape).area / cell.shape.area)


def _overlaps(cells: Sequence[Cell]) -> list[GridProblem]:
    problems = []
    for digits in LEVELS:
        level = [cell for cell in cells if len(cell.code) == digits]
        shapes = np.array([cell.shape for cell in level], dtype=object)
        pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects").T
        for i, j in pairs.tolist():
            if i >= j:
                continue
            a, b = level[i], level[j]
            share = float(shapely.intersection(a.shape, b.shape).area / min(a.shape.area, b.shape.area))
            if share > _OVERLAP:
                what = f"{a.code} {a.name} and {b.code} {b.name} overlap by {share:.0%} of the smaller"
                problems.append(_odd(b, what, "Draw the border once; points there go to the lower code."))
    return problems


def _odd(cell: Cell, what: str, cure: str) -> GridProblem:
    return GridProblem(file=cell.file, where=cell.code, what=what, cure=cure, level="warning")


def _rings(shape: MultiPolygon) -> list[Any]:
    # seven decimals: a centimetre
    return [
        [[[round(x, 7), round(y, 7)] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in shape.geoms
    ]
