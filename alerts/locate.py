"""From a box in a picture to a place on the ground that says how sure it is.

By point pairs where there are six or more, else by the camera's pose. Where the point would be false
(at or above the horizon, or less certain than `point_radius_m`) the place is the zone's middle, and
where that is no better, the camera itself, each with an honest radius.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from alerts.grid import GridIndex
from alerts.ground import Points, circle_95, radius_95, to_ground
from alerts.homography import Homography, fit
from core.config.camera import Camera, Zone
from core.config.settings.merging import Merging
from core.errors import ConfigError, NotFound
from core.geo import Datum, LocalPlane, LonLat
from core.geometry import Box, Point
from core.place import GridCell, Place, PlaceOrigin

SIGHT_M = 150.0  # how far a street camera shows anything, where nothing better is known
FAR_M = 1000.0  # no radius is told larger than this
_HALF_DEPTH_M = 1.0  # a thing's middle lies behind its near edge by half its width, at most this


class _Mapping(Protocol):
    """Picture to ground for one camera."""

    @property
    def origin(self) -> PlaceOrigin: ...

    def ground(self, points: Points) -> Points: ...

    def radius(self, point: Point) -> float: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class _ByPose:
    camera: Camera
    aspect: float
    origin: PlaceOrigin = PlaceOrigin.POSE

    def ground(self, points: Points) -> Points:
        assert self.camera.pose is not None  # noqa: S101 - made for cameras with a pose only
        return to_ground(points, self.camera.pose, self.aspect)

    def radius(self, point: Point) -> float:
        assert self.camera.pose is not None  # noqa: S101 - made for cameras with a pose only
        return radius_95(point, self.camera.pose, self.aspect)


@dataclass(frozen=True, kw_only=True, slots=True)
class _ByPoints:
    fitted: Homography
    origin: PlaceOrigin = PlaceOrigin.HOMOGRAPHY

    def ground(self, points: Points) -> Points:
        return self.fitted.to_ground(points)

    def radius(self, point: Point) -> float:
        return self.fitted.radius_95(point)


class Locator:
    """Places what is seen. `cameras` returns the present configuration of a camera, or None."""

    def __init__(
        self,
        *,
        cameras: Callable[[str], Camera | None],
        grid: Callable[[], GridIndex],
        merging: Merging,
        doubted: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`doubted`: whether a camera looks elsewhere than when it was measured: then its places are its own."""
        self._doubted = doubted
        self._cameras = cameras
        self._grid = grid
        self._merging = merging
        self._fitted: dict[str, tuple[Camera, Homography | None]] = {}  # one entry per camera with points

    def camera(self, camera_id: str) -> Camera:
        """Return the camera.

        Raises:
            NotFound: it is not configured (any more).
        """
        camera = self._cameras(camera_id)
        if camera is None:
            raise NotFound(f"no camera {camera_id}; it may have been removed while its look was under way")
        return camera

    @property
    def grid(self) -> GridIndex:
        """The grid as now configured."""
        return self._grid()

    def locate(
        self,
        camera: Camera,
        *,
        box: Box | None,
        picture_size: tuple[int, int],
        zone: str | None = None,
        feet: Sequence[Point] = (),
    ) -> Place:
        """Place a thing by the foot of its box, or a group by the feet of its members.

        box: the thing or the whole group, relative; None places the zone or the camera.
        picture_size: (width, height) in pixels.
        feet: where the members of a group touch the ground; the middle of those that can be located.
        """
        width, height = picture_size
        mapping = self._mapping(camera, width / height)
        plane = LocalPlane(origin=camera.position.lonlat())
        found = None
        if mapping is not None and box is not None:
            found = _group(mapping, feet) if len(feet) > 1 else _thing(mapping, box)
        if mapping is not None and (found is None or found[1] > self._merging.point_radius_m):
            far = found
            found = _zone(mapping, camera, zone)
            if found is None or found[1] > self._merging.point_radius_m:
                return self._at_camera(camera, _reach(far))
            return self._place(camera, plane.to_lonlat(*found[0]), found[1], PlaceOrigin.ZONE)
        if mapping is None or found is None:
            return self._at_camera(camera, SIGHT_M)
        return self._place(camera, plane.to_lonlat(*found[0]), found[1], mapping.origin)

    def gridded(self, place: Place, camera: Camera) -> Place:
        """Return a place whose point has moved, with the path through the grid of where it is now."""
        return replace(place, grid=self._path(camera, place.point))

    def _at_camera(self, camera: Camera, radius_m: float) -> Place:
        return self._place(camera, camera.position.lonlat(), radius_m, PlaceOrigin.CAMERA)

    def _place(self, camera: Camera, point: LonLat, radius_m: float, origin: PlaceOrigin) -> Place:
        return Place(point=point, radius_m=round(radius_m, 1), origin=origin, grid=self._path(camera, point))

    def _path(self, camera: Camera, point: LonLat) -> tuple[GridCell, ...]:
        grid = self._grid()
        # Polygons win; the owner's word is for cameras that stand outside of every polygon.
        return grid.resolve(point.to(Datum.WGS84)) or grid.path_of(camera.grid_code or "")

    def _mapping(self, camera: Camera, aspect: float) -> _Mapping | None:
        if self._doubted(camera.id):
            return None
        if camera.ground_points:
            fitted = self._fit(camera)
            if fitted is not None:
                return _ByPoints(fitted=fitted)
        return _ByPose(camera=camera, aspect=aspect) if camera.pose is not None else None

    def _fit(self, camera: Camera) -> Homography | None:
        known = self._fitted.get(camera.id)
        if known is not None and known[0] is camera:
            return known[1]
        try:
            fitted = fit(camera.ground_points, LocalPlane(origin=camera.position.lonlat()))
        except ConfigError:
            fitted = None  # `gridwatch check` tells it; a bad calibration falls back to the pose
        self._fitted[camera.id] = (camera, fitted)
        return fitted


_Found = tuple[tuple[float, float], float]  # ((east, north), radius), metres


def _thing(mapping: _Mapping, box: Box) -> _Found | None:
    """Place one thing: its middle lies half its depth behind the near edge that the box's foot shows."""
    spots = mapping.ground(np.array([box.foot, (box.x0, box.y1), (box.x1, box.y1)]))
    if np.isnan(spots).any():
        return None
    foot, width = spots[0], float(np.hypot(*(spots[2] - spots[1])))
    half = min(width / 2, _HALF_DEPTH_M)
    away = float(np.hypot(*foot))
    if away > half:
        foot = foot * (1 + half / away)
    radius = math.hypot(mapping.radius(box.foot), half)
    return (float(foot[0]), float(foot[1])), radius


def _group(mapping: _Mapping, feet: Sequence[Point]) -> _Found | None:
    """Place a group: the median of its members, as unsure as the median member and the median itself."""
    spots = mapping.ground(np.array(feet, np.float64))
    seen = ~np.isnan(spots[:, 0])
    if seen.sum() * 2 < len(feet):
        return None  # most stand beyond the horizon of this mapping
    spots = spots[seen]
    middle = np.median(spots, axis=0)
    nearest = int(np.argmin(np.hypot(*(spots - middle).T)))
    own = mapping.radius(tuple(np.array(feet)[seen][nearest]))
    spread = spots.std(axis=0) / math.sqrt(len(spots)) * 1.253  # standard error of a median
    return (float(middle[0]), float(middle[1])), math.hypot(
        own, circle_95(float(spread[0]), float(spread[1]))
    )


def _zone(mapping: _Mapping, camera: Camera, zone_id: str | None) -> _Found | None:
    """Place the middle of a zone, with a radius that holds all of it; None when part of it is sky."""
    zone: Zone | None = next((zone for zone in camera.zones if zone.id == zone_id), None)
    if zone is None:
        return None
    corners = mapping.ground(np.array(zone.polygon))
    if np.isnan(corners).any():
        return None
    middle = corners.mean(axis=0)
    farthest = int(np.argmax(np.hypot(*(corners - middle).T)))
    reach = float(np.hypot(*(corners[farthest] - middle)))
    radius = reach + mapping.radius(zone.polygon[farthest])
    return (float(middle[0]), float(middle[1])), radius


def _reach(far: _Found | None) -> float:
    """Return a radius around the camera that holds a thing too far away to be placed."""
    if far is None or math.isinf(far[1]):
        return FAR_M if far is not None else SIGHT_M * 2
    return min(FAR_M, math.hypot(*far[0]) + far[1])
