"""The ground that a camera's present picture shows, and how surely a place lies in it. Pure.

By clicked ground points where there are some, else by the pose, else by nothing but how far a street
camera shows anything: then the direction is unknown, and so is whether the place is in the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely

from alerts.ground import Points
from alerts.homography import fit
from alerts.locate import SIGHT_M
from core.config.camera import WHOLE_PICTURE, Camera
from core.errors import ConfigError
from core.geo import LocalPlane
from core.ground import Ground, measure

ASPECT = 16 / 9  # of a picture that has not been taken yet
FARTHEST_M = 500.0  # haze, trees and houses end every view in a street
SMALLEST = 0.005  # share of the picture's width from which a thing of a metre can be told (6 px of 1280)
UNKNOWN_DEG = 70.0  # horizontal view of a street camera of which nothing is known
_CLICKED_DEG = 0.5  # one-sigma error of a direction by clicked points
_RINGS, _SPOKES = 5, 12


class How(StrEnum):
    """What a footprint was made from, from best to coarsest."""

    POINTS = "points"  # clicked ground points
    POSE = "pose"  # height, heading, tilt and field of view
    DISTANCE = "distance"  # how near it stands; where it looks is unknown


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Footprint:
    """What a camera shows of the ground around it."""

    polygon: shapely.Polygon  # metres east and north of the camera's foot; empty when it shows only sky
    how: How
    error_deg: float  # one-sigma error of its direction

    def sure(self, east: float, north: float, radius_m: float) -> float:
        """Return the probability, 0..1, that a thing is in the picture.

        east, north: where it is believed to be, metres from the camera's foot.
        radius_m: 95 % of true places lie within; the camera's own error of direction is added to it.
        """
        turned = math.hypot(east, north) * math.radians(self.error_deg)
        spread = math.hypot(radius_m / _R95, turned) * _NORMAL
        inside = shapely.contains_xy(self.polygon, east + spread[:, 0], north + spread[:, 1])
        share = float(np.mean(inside))
        return share * UNKNOWN_DEG / 360 if self.how is How.DISTANCE else share


def footprint(camera: Camera) -> Footprint:
    """Return what a camera shows; ground points that fit no plane (`gridwatch check` tells) count as none."""
    if camera.ground_points:
        try:
            fitted = fit(camera.ground_points, LocalPlane(origin=camera.position.lonlat()))
        except ConfigError:
            pass
        else:
            ground = Ground.of(fitted.matrix)
            return Footprint(polygon=_seen(ground, SIGHT_M), how=How.POINTS, error_deg=_CLICKED_DEG)
    if camera.pose is not None:
        ground = Ground.of_pose(camera.pose, ASPECT)
        polygon = _seen(ground, sight_m(camera.pose.hfov_deg))
        return Footprint(polygon=polygon, how=How.POSE, error_deg=camera.pose.error_deg)
    return Footprint(polygon=shapely.Point(0, 0).buffer(SIGHT_M), how=How.DISTANCE, error_deg=0.0)


def sight_m(hfov_deg: float) -> float:
    """Return how far a camera of this horizontal view tells a thing of a metre, metres."""
    return min(FARTHEST_M, 1 / (SMALLEST * 2 * math.tan(math.radians(hfov_deg) / 2)))


def reach_m(camera: Camera) -> float:
    """Return a distance in metres beyond which `footprint` shows nothing; costs no fit."""
    if camera.ground_points or camera.pose is None:
        return max(SIGHT_M, sight_m(camera.pose.hfov_deg) if camera.pose else 0.0)
    return sight_m(camera.pose.hfov_deg)


def _seen(ground: Ground, reach: float) -> shapely.Polygon:
    measured = measure(WHOLE_PICTURE.polygon, ground, reach)
    if measured is None:
        return shapely.Polygon()
    rows = np.array(ground.rows)
    seen = np.column_stack([np.array(measured.polygon), np.ones(len(measured.polygon))]) @ rows.T
    return shapely.Polygon(seen[:, :2] / seen[:, 2:])


def _normal() -> Points:
    """Return the middles of cells of equal probability of a round normal error of one sigma, (n, 2)."""
    quantiles = (np.arange(_RINGS) + 0.5) / _RINGS
    radii = np.sqrt(-2 * np.log(1 - quantiles))
    turns = np.arange(_SPOKES) * (2 * math.pi / _SPOKES)
    east, north = np.outer(radii, np.cos(turns)), np.outer(radii, np.sin(turns))
    return np.column_stack([east.ravel(), north.ravel()])


_NORMAL = _normal()
_R95 = 2.448  # radius that holds 95 % of a round normal error, in sigmas
