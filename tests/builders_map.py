"""A district for maps: two streets side by side, and cameras in them."""

from __future__ import annotations

from typing import Any

from core.config.camera import Camera
from tests.builders import camera

POSE = {"height_m": 6, "heading_deg": 90, "tilt_deg": 30, "hfov_deg": 60}


def square(code: str, name: str, level: str, west: float, south: float, wide: float = 0.02) -> dict[str, Any]:
    """Build one square cell as a GeoJSON feature."""
    east, north = west + wide, south + wide
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name, "level": level},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
    }


def grid() -> dict[str, Any]:
    """Build a district of 4 km with two streets, one of which has a community and a grid."""
    west, east = square("990101", "示范区", "district", 120.0, 30.0), square("990101", "", "", 120.02, 30.0)
    west["geometry"]["coordinates"] += east["geometry"]["coordinates"]
    return {
        "type": "FeatureCollection",
        "features": [
            west,
            square("990101001", "河畔街道", "street", 120.0, 30.0),
            square("990101002", "新桥街道", "street", 120.02, 30.0),
            square("990101001001", "柳湾社区", "community", 120.0, 30.0, 0.01),
            square("990101001001001", "第一网格", "grid", 120.0, 30.0, 0.005),
        ],
    }


def placed(camera_id: str, lon: float, lat: float, **changes: Any) -> Camera:
    """Build a camera at a place."""
    return camera(camera_id, position={"lon": lon, "lat": lat, "datum": "WGS84"}, **changes)
