"""Cameras and cells of one configuration, prepared for maps and search; a reload makes a new plan. Pure."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from alerts.footprint import reach_m
from api.map.finding import Entry, entry
from api.map.outline import Cell, cells_of, features, located
from core.config.camera import Camera
from core.geo import LonLat
from core.people.scope import Scope

_DECIMALS = 6  # of degrees: a decimetre
_METRES_PER_DEG = 111_195.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Spot:
    """A camera on the map."""

    camera: Camera
    at: LonLat  # WGS-84
    grid: str  # deepest code that holds it, else the owner's word; "" where nobody says


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Plan:
    """Everything that does not change until the configuration does."""

    cameras: Mapping[str, Camera]  # the very mapping it was made of: another one wants another plan
    spots: Sequence[Spot]  # by camera id
    by_id: Mapping[str, Spot]
    cells: Sequence[Cell]
    names: Mapping[str, str]  # grid code -> name
    cell_by_code: Mapping[str, Cell]
    features: Sequence[Mapping[str, Any]] = field(repr=False)  # GeoJSON, one of each cell
    entries: Sequence[Entry] = field(repr=False)  # cameras
    cell_entries: Sequence[Entry] = field(repr=False)

    def seen_by(self, scope: Scope) -> Sequence[Spot]:
        """Return the cameras within a scope."""
        if scope.everything:
            return self.spots
        return [one for one in self.spots if scope.holds(grid=one.grid, owners=(one.camera.owner,))]

    def outline(self, scope: Scope) -> bytes:
        """Return the cells that a scope shows, as a JSON FeatureCollection."""
        shown = [one for one in self.features if scope.shows_cell(one["properties"]["code"])]
        return compact({"type": "FeatureCollection", "datum": "WGS84", "features": shown})

    def cell_at(self, at: LonLat) -> Cell | None:
        """Return the deepest cell that holds a place (WGS-84), or None."""
        (code,) = located(self.cells, [(at.lon, at.lat)])
        return self.cell_by_code.get(code)

    def box(self, scope: Scope) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north of what a scope sees; None when there is nothing to see."""
        mine = [cell for cell in self.cells if not scope.grids or cell.code.startswith(scope.grids)]
        if mine:
            west, south, east, north = shapely.total_bounds([cell.shape for cell in mine]).tolist()
            return (
                round(west, _DECIMALS),
                round(south, _DECIMALS),
                round(east, _DECIMALS),
                round(north, _DECIMALS),
            )
        spots = self.seen_by(scope)
        if not spots:
            return None
        lon, lat = [one.at.lon for one in spots], [one.at.lat for one in spots]
        return min(lon), min(lat), max(lon), max(lat)

    def path(self, code: str) -> str:
        """Return the names of a grid and of those above it, largest first."""
        return " ".join(self.names[code[:digits]] for digits in (6, 9, 12, 15) if code[:digits] in self.names)


def plan_of(cameras: Mapping[str, Camera], grid: Mapping[str, Any]) -> Plan:
    """Prepare a configuration; thousands of cameras take some tenths of a second."""
    cells = cells_of(grid)
    known = sorted(cameras.values(), key=lambda camera: camera.id)
    points = [camera.position.lonlat() for camera in known]
    codes = located(cells, [(point.lon, point.lat) for point in points])
    spots = [
        Spot(camera=camera, at=at, grid=code or camera.grid_code or "")
        for camera, at, code in zip(known, points, codes, strict=True)
    ]
    names = {cell.code: cell.name for cell in cells}
    return Plan(
        cell_by_code={cell.code: cell for cell in cells},
        cameras=cameras,
        spots=spots,
        by_id={one.camera.id: one for one in spots},
        cells=cells,
        names=names,
        features=features(cells),
        entries=[entry(one.camera.id, one.camera.name, one.grid, *_where(names, one.grid)) for one in spots],
        cell_entries=[entry(cell.code, cell.name) for cell in cells],
    )


def columns(spots: Sequence[Spot]) -> dict[str, Any]:
    """Return cameras as columns of equal length: a third of what objects take, and quick to read."""
    owners, owner = _numbered([one.camera.owner for one in spots])
    scenes, scene = _numbered([one.camera.scene for one in spots])
    grids, grid = _numbered([one.grid for one in spots])
    return {
        "datum": "WGS84",
        "ids": [one.camera.id for one in spots],
        "names": [one.camera.name for one in spots],
        "lon": [round(one.at.lon, _DECIMALS) for one in spots],
        "lat": [round(one.at.lat, _DECIMALS) for one in spots],
        "owners": owners,
        "owner": owner,
        "scenes": scenes,
        "scene": scene,
        "grids": grids,
        "grid": grid,
        "heading": [round(pose.heading_deg) if (pose := one.camera.pose) else None for one in spots],
        "hfov": [round(pose.hfov_deg) if (pose := one.camera.pose) else None for one in spots],
        "reach": [round(reach_m(one.camera)) if _directed(one.camera) else None for one in spots],
        "ptz": [number for number, one in enumerate(spots) if one.camera.ptz is not None],
    }


def near(spots: Sequence[Spot], at: LonLat, radius_m: float, limit: int) -> list[tuple[Spot, float]]:
    """Return the nearest cameras within a radius, with their distance in metres."""
    per_lon = _METRES_PER_DEG * math.cos(math.radians(at.lat))
    found = []
    for one in spots:
        north = (one.at.lat - at.lat) * _METRES_PER_DEG
        if abs(north) <= radius_m:
            distance = math.hypot((one.at.lon - at.lon) * per_lon, north)
            if distance <= radius_m:
                found.append((one, distance))
    found.sort(key=lambda pair: (pair[1], pair[0].camera.id))
    return found[:limit]


def compact(value: Any) -> bytes:
    """Return JSON without white space, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def digest(*parts: bytes) -> str:
    """Return a short name of some bytes, the same for the same bytes."""
    return hashlib.blake2b(b"\0".join(parts), digest_size=9).hexdigest()


def _directed(camera: Camera) -> bool:
    return camera.pose is not None or bool(camera.ground_points)


def _where(names: Mapping[str, str], code: str) -> list[str]:
    return [names[code[:digits]] for digits in (9, 12, 15) if len(code) >= digits and code[:digits] in names]


def _numbered(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    different = sorted(set(texts))
    number = {text: index for index, text in enumerate(different)}
    return different, [number[text] for text in texts]
