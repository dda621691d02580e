"""How a picture lies on flat ground, and how much ground a part of it shows. Pure, in numpy.

A camera with a pose, and a fit to clicked points, are the same thing: a plane seen in perspective, which is
one 3x3 matrix. It takes relative picture coordinates (x right, y down, 0..1) to metres east and north of
the camera. The last row is the depth: positive below the horizon, zero on it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.config.camera import Pose
from core.geometry import Point, half_plane, polygon_area

REACH_M = 60.0
"""Farther ground is not measured: at 6 m height a degree of tilt moves a point 60 m away by 12 m."""

_HORIZON = 1e-6  # least depth, as a share of the largest in the polygon
_SIDES = 64  # of the polygon that stands for the circle of reach

Matrix = NDArray[np.float64]  # (3, 3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A picture's plane: rows of the matrix from relative picture x, y, 1 to east, north, 1 (homogeneous)."""

    rows: tuple[tuple[float, float, float], ...]  # plain numbers, so that two can be compared

    @classmethod
    def of(cls, matrix: Matrix) -> Ground:
        """Build from a (3, 3) array whose depth is positive in front of the camera."""
        return cls(rows=tuple((float(a), float(b), float(c)) for a, b, c in matrix))

    @classmethod
    def of_pose(cls, pose: Pose, aspect: float) -> Ground:
        """Build from a pinhole camera's pose; `aspect` is the picture's width / height (square pixels)."""
        focal = 0.5 / math.tan(math.radians(pose.hfov_deg) / 2)  # in picture widths
        to_ray = np.array([[1, 0, -0.5], [0, 1 / aspect, -0.5 / aspect], [0, 0, focal]])
        return cls.of(np.diag([pose.height_m, pose.height_m, -1.0]) @ axes(pose).T @ to_ray)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """The ground that a part of the picture shows."""

    m2: float
    polygon: tuple[Point, ...]  # relative picture: what was measured; the part itself unless it was cut
    cut: bool  # whether some of the part lies beyond the horizon or the reach


def axes(pose: Pose) -> Matrix:
    """Return the camera's axes in the world: rows right, down, forward; columns east, north, up. (3, 3)."""
    heading, tilt, roll = (math.radians(v) for v in (pose.heading_deg, pose.tilt_deg, pose.roll_deg))
    sin_h, cos_h, sin_t, cos_t = math.sin(heading), math.cos(heading), math.sin(tilt), math.cos(tilt)
    right = np.array([cos_h, -sin_h, 0.0])
    down = np.array([-sin_h * sin_t, -cos_h * sin_t, -cos_t])
    forward = np.array([sin_h * cos_t, cos_h * cos_t, -sin_t])
    return np.stack(
        [
            right * math.cos(roll) + down * math.sin(roll),
            down * math.cos(roll) - right * math.sin(roll),
            forward,
        ]
    )


def measure(polygon: Sequence[Point], ground: Ground, reach_m: float = REACH_M) -> Measured | None:
    """Return how much ground a polygon in the picture shows; None when it shows none within reach.

    It is cut at the horizon and at `reach_m` from the camera (by a 64-sided polygon of the circle's area).
    """
    matrix = np.array(ground.rows)
    seen = np.column_stack([np.asarray(polygon, np.float64), np.ones(len(polygon))]) @ matrix.T
    least = _HORIZON * float(np.abs(seen[:, 2]).max())
    # cut in homogeneous coordinates: straight lines stay straight there, and nothing is divided by zero yet
    corners = half_plane([tuple(row) for row in seen.tolist()], lambda p: p[2] - least)
    before = _flat(corners)
    after: list[tuple[float, ...]] = [*before]
    apothem = reach_m * math.sqrt(math.pi / (_SIDES * math.tan(math.pi / _SIDES)))
    for turn in np.arange(_SIDES) * (2 * math.pi / _SIDES):
        after = half_plane(after, partial(_within, apothem, math.cos(turn), math.sin(turn)))
    if len(after) < 3:
        return None
    m2 = polygon_area([(p[0], p[1]) for p in after])
    if m2 <= 0:
        return None
    cut = len(corners) != len(seen) or before != after
    back = np.column_stack([np.array(after), np.ones(len(after))]) @ np.linalg.inv(matrix).T
    kept = _flat([tuple(row) for row in back.tolist()]) if cut else [(float(x), float(y)) for x, y in polygon]
    return Measured(m2=m2, polygon=tuple(kept), cut=cut)


def _within(apothem: float, east: float, north: float, point: tuple[float, ...]) -> float:
    return apothem - east * point[0] - north * point[1]


def _flat(corners: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    return [(p[0] / p[2], p[1] / p[2]) for p in corners]
