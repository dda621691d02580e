"""From a place to the order for a head, and back from where it stands to the pose of its picture. Pure."""

from __future__ import annotations

import math

from core.config.camera import Camera, Pose
from core.config.ptz import Ptz
from core.geo import Datum, LocalPlane, LonLat
from core.place import Place
from core.reason import Fact, Reason
from ingest.onvif.turning import Direction, Order, Turned

LEAST_WIDTH_M = 16.0  # of the ground that a second view shows: the thing and what is around it
WIDTH_RADII = 4.0  # and so many radii of the place
LEAST_DISTANCE_M = 1.0  # nearer to the mast than this the direction says nothing


def aim(camera: Camera, place: Place) -> Order | Reason:
    """Return the order that turns a camera to a place, or why it cannot show it.

    By degrees where the heading at pan 0 is known, with the nearest preset that shows the place as the way for a
    device that takes none.
    """
    ptz = camera.ptz
    if ptz is None:
        return Reason(code="ptz.no_ptz")
    point = place.point.to(Datum.WGS84)
    away = math.hypot(*_metres(camera, point))
    if away > ptz.reach_m:
        facts: dict[str, Fact] = {"distance_m": round(away), "reach_m": round(ptz.reach_m)}
        return Reason(code="hawk.too_far", facts=facts)
    direction, preset = _direction(camera, ptz, place), nearest_preset(ptz, point)
    if direction is None and preset is None:
        return Reason(code="ptz.no_preset")
    return Order(direction=direction, preset=preset)


def home(ptz: Ptz) -> Order:
    """Return the order that brings a camera home."""
    if ptz.home is not None:
        return Order(preset=ptz.home)
    if ptz.home_position is not None:
        at = ptz.home_position
        return Order(direction=Direction(pan_deg=at.pan_deg, tilt_deg=at.tilt_deg))
    return Order(own_home=True)


def nearest_preset(ptz: Ptz, point: LonLat) -> str | None:
    """Return the preset whose ground point is nearest to a point that lies within what it shows."""
    found: list[tuple[float, str]] = []
    for preset in ptz.presets:
        if preset.ground is not None:
            away = math.hypot(*LocalPlane(origin=preset.ground.lonlat()).to_metres(point))
            if away <= preset.radius_m:
                found.append((away, preset.token))
    return min(found, default=(0.0, None))[1]


def pose_of(camera: Camera, turned: Turned) -> Pose | None:
    """Return the pose of the picture that a camera takes where it stands; None where it was not sent by degrees.

    Only of a camera that has arrived: any other view belongs to no known place.
    """
    ptz = camera.ptz
    if ptz is None or ptz.zero_heading_deg is None or camera.pose is None:
        return None
    if not turned.arrived or turned.direction is None or turned.hfov_deg is None:
        return None
    pan, tilt = turned.direction
    if ptz.pan_reversed:
        pan = -pan
    if ptz.tilt_reversed:
        tilt = -tilt
    if tilt < -90:  # over its nadir: the same direction, half a turn around
        pan, tilt = pan + 180, -180 - tilt
    heading = round((ptz.zero_heading_deg + pan) % 360, 3) % 360
    return Pose(
        height_m=camera.pose.height_m,
        heading_deg=heading,
        tilt_deg=max(-9.9, -tilt),
        hfov_deg=turned.hfov_deg,
        error_deg=max(ptz.tolerance_deg, camera.pose.error_deg),
    )


def _direction(camera: Camera, ptz: Ptz, place: Place) -> Direction | None:
    if ptz.zero_heading_deg is None or camera.pose is None:
        return None
    east, north = _metres(camera, place.point.to(Datum.WGS84))
    height, away = camera.pose.height_m, max(LEAST_DISTANCE_M, math.hypot(east, north))
    pan = (math.degrees(math.atan2(east, north)) - ptz.zero_heading_deg + 180) % 360 - 180
    tilt = -math.degrees(math.atan2(height, away))
    width = max(LEAST_WIDTH_M, WIDTH_RADII * place.radius_m)
    hfov = math.degrees(2 * math.atan(width / 2 / math.hypot(height, away)))
    return Direction(
        pan_deg=round(-pan if ptz.pan_reversed else pan, 3),
        tilt_deg=round(-tilt if ptz.tilt_reversed else tilt, 3),
        hfov_deg=round(min(ptz.wide_hfov_deg, hfov), 2),
    )


def _metres(camera: Camera, point: LonLat) -> tuple[float, float]:
    return LocalPlane(origin=camera.position.lonlat()).to_metres(point)
