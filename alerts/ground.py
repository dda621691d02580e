"""Picture to ground and back for a pinhole camera with a pose over flat ground. Pure, in numpy.

Relative picture coordinates are (x right, y down), 0..1. Ground coordinates are metres (east, north)
from the foot of the camera. The camera looks along `heading` (clockwise from north), `tilt` below the
horizon, and is rolled clockwise as seen from behind. Square pixels: `aspect` is width / height.

The error of a range grows with its square: at height h and distance d a tilt error of e radians moves
a point by about e * d^2 / h (the tests compare with a table of it).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.config.camera import Pose
from core.ground import axes

Points = NDArray[np.float64]  # (n, 2)

SIGMAS_95 = 1.96  # one-dimensional 95 % bound, in standard deviations
BOX_JITTER = 0.004  # one-sigma error of a box edge, as a share of the picture's width (5 px of 1280)


def rays(points: Points, pose: Pose, aspect: float) -> Points:
    """Return the direction of view of relative picture points (n, 2) as (n, 3) east, north, up."""
    points = np.asarray(points, np.float64).reshape(-1, 2)
    focal = 0.5 / math.tan(math.radians(pose.hfov_deg) / 2)  # in picture widths
    camera = np.column_stack([points[:, 0] - 0.5, (points[:, 1] - 0.5) / aspect, np.full(len(points), focal)])
    world: Points = camera @ axes(pose)
    return world


def to_ground(points: Points, pose: Pose, aspect: float) -> Points:
    """Return where relative picture points (n, 2) meet the ground, (n, 2) metres; NaN from the horizon up."""
    world = rays(points, pose, aspect)
    drop = np.where(world[:, 2] < -1e-9, -world[:, 2], np.nan)
    return np.asarray(world[:, :2] * (pose.height_m / drop)[:, None], np.float64)


def to_picture(ground: Points, pose: Pose, aspect: float, *, height_m: float = 0.0) -> Points:
    """Return where points on the ground (n, 2), or `height_m` above it, are in the picture.

    Values outside of 0..1 are outside of the picture; NaN is behind the camera.
    """
    ground = np.asarray(ground, np.float64).reshape(-1, 2)
    world = np.column_stack([ground, np.full(len(ground), height_m - pose.height_m)])
    x, y, z = (world @ axes(pose).T).T
    focal = 0.5 / math.tan(math.radians(pose.hfov_deg) / 2)
    depth = np.where(z > 1e-9, z, np.nan)
    return np.column_stack([0.5 + focal * x / depth, 0.5 + aspect * focal * y / depth])


def range_error_m(height_m: float, distance_m: float, tilt_error_deg: float) -> float:
    """Return how much too far a point at `distance_m` is put when the camera looks up by `tilt_error_deg`.

    Infinite when the error lifts the ray over the horizon.
    """
    below = math.atan2(height_m, distance_m) - math.radians(tilt_error_deg)
    return height_m / math.tan(below) - distance_m if below > 0 else math.inf


def radius_95(point: tuple[float, float], pose: Pose, aspect: float) -> float:
    """Return the radius in metres that holds the true ground point with 95 %.

    Tilt (with the jitter of the box's lower edge) moves it along the line of sight, heading (with the
    jitter of the box's middle) across. Not linearised: far away the outward error is what counts.
    """
    (east, north), *_ = to_ground(np.array([point]), pose, aspect)
    if math.isnan(east):
        return math.inf
    distance = math.hypot(east, north)
    per_width = math.radians(pose.hfov_deg)  # radians of view per picture width, near the middle
    jitter = math.degrees(BOX_JITTER * per_width)
    angle = SIGMAS_95 * math.hypot(pose.error_deg, jitter)
    along = range_error_m(pose.height_m, distance, angle)
    across = math.hypot(distance, pose.height_m) * math.radians(angle)
    return circle_95(along / SIGMAS_95, across / SIGMAS_95)


def circle_95(sigma_a: float, sigma_b: float) -> float:
    """Return the radius of the circle that holds 95 % of a two-dimensional normal error.

    1.96 of the larger sigma when the other is nil, 2.45 when both are equal; in between by the square
    of their ratio, which is within 2 % of the integral.
    """
    large, small = max(sigma_a, sigma_b), min(sigma_a, sigma_b)
    if large == 0 or math.isinf(large):
        return large
    return large * (SIGMAS_95 + (2.448 - SIGMAS_95) * (small / large) ** 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldOfView:
    """The ground that a camera shows: (n, 2) metres east and north of its foot, anticlockwise."""

    corners: Points
    reach_m: float  # farther ground was cut off


def field_of_view(pose: Pose, aspect: float, *, reach_m: float = 150.0, steps: int = 8) -> FieldOfView | None:
    """Return the ground seen within `reach_m` of the camera, or None when it shows only sky.

    The picture's edge is walked in `steps` per side; a ray that meets the ground farther away, or never,
    is cut at `reach_m` in its direction.
    """
    t = np.linspace(0, 1, steps, endpoint=False)
    one, zero = np.ones(steps), np.zeros(steps)
    edge = np.concatenate(
        [np.column_stack(side) for side in ((t, one), (one, 1 - t), (1 - t, zero), (zero, t))]
    )
    world = rays(edge, pose, aspect)
    ground = to_ground(edge, pose, aspect)
    far = np.isnan(ground[:, 0]) | (np.hypot(ground[:, 0], ground[:, 1]) > reach_m)
    if far.all():
        return None
    flat = np.hypot(world[:, 0], world[:, 1])
    cut = world[:, :2] * (reach_m / np.where(flat > 1e-9, flat, 1.0))[:, None]
    return FieldOfView(corners=np.where(far[:, None], cut, ground), reach_m=reach_m)
