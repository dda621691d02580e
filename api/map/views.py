"""Fields of view as polygons, worked out once for each camera."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from alerts.footprint import How, footprint
from api.map.plan import Spot
from core.config.camera import Camera
from core.geo import LocalPlane

_DECIMALS = 6  # of degrees: a decimetre
Box = tuple[float, float, float, float]  # west, south, east, north, degrees WGS-84


class Views:
    """Remembers what each camera shows until it is configured otherwise. May be asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Camera, list[list[float]] | None]] = {}

    def within(self, spots: Sequence[Spot], box: Box, limit: int) -> tuple[list[dict[str, Any]], int]:
        """Return GeoJSON features of cameras that stand in a box, nearest its middle first, and how many do.

        What nobody knows the direction of shows nothing.
        """
        west, south, east, north = box
        inside = [one for one in spots if west <= one.at.lon <= east and south <= one.at.lat <= north]
        middle = ((west + east) / 2, (south + north) / 2)
        inside.sort(key=lambda one: abs(one.at.lon - middle[0]) + abs(one.at.lat - middle[1]))
        directed = [one for one in inside if one.camera.pose is not None or one.camera.ground_points]
        made = [feature for one in directed[:limit] if (feature := self._feature(one)) is not None]
        return made, len(directed)

    def keep(self, cameras: Sequence[Spot]) -> None:
        """Forget cameras that are not among these."""
        named = {one.camera.id for one in cameras}
        with self._lock:
            self._known = {name: kept for name, kept in self._known.items() if name in named}

    def _feature(self, one: Spot) -> dict[str, Any] | None:
        with self._lock:
            kept = self._known.get(one.camera.id)
        if kept is None or kept[0] is not one.camera:
            kept = one.camera, ring_of(one)
            with self._lock:
                self._known[one.camera.id] = kept
        if kept[1] is None:
            return None
        return {
            "type": "Feature",
            "properties": {"id": one.camera.id},
            "geometry": {"type": "Polygon", "coordinates": [kept[1]]},
        }


def ring_of(one: Spot) -> list[list[float]] | None:
    """Return the outer ring of the ground that a camera shows, WGS-84; None when it shows none, or nobody knows."""
    shown = footprint(one.camera)
    if shown.how is How.DISTANCE or shown.polygon.is_empty:
        return None
    plane = LocalPlane(origin=one.at)
    corners = (plane.to_lonlat(east, north) for east, north in shown.polygon.exterior.coords)
    return [[round(corner.lon, _DECIMALS), round(corner.lat, _DECIMALS)] for corner in corners]
