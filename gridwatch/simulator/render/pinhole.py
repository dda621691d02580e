"""A pinhole camera over flat ground: where a point appears, and where a pixel looks.

World axes: x east, y north, z up, metres. Picture axes: u to the right, v down, pixels; pixel i covers
[i, i + 1), so that the middle of a picture w pixels wide is w / 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.config.camera import Pose

Floats = NDArray[np.float32]
NEAR_M = 0.25


@dataclass(frozen=True, kw_only=True)
class Pinhole:
    """Position, pose and picture size of a camera; square pixels, no lens distortion."""

    east_m: float
    north_m: float
    pose: Pose
    width: int
    height: int

    @cached_property
    def focal(self) -> float:
        """Focal length in pixels."""
        return self.width / 2 / float(np.tan(np.radians(self.pose.hfov_deg) / 2))

    @cached_property
    def centre(self) -> Floats:
        """The lens, (3,) world metres."""
        return np.array([self.east_m, self.north_m, self.pose.height_m], np.float32)

    @cached_property
    def axes(self) -> Floats:
        """Rows right, down, forward of the camera in world axes, (3, 3)."""
        heading, tilt, roll = np.radians([self.pose.heading_deg, self.pose.tilt_deg, self.pose.roll_deg])
        forward: NDArray[np.float64] = np.array(
            [np.sin(heading) * np.cos(tilt), np.cos(heading) * np.cos(tilt), -np.sin(tilt)]
        )
        right: NDArray[np.float64] = np.array([np.cos(heading), -np.sin(heading), 0.0])
        down: NDArray[np.float64] = np.asarray(np.cross(forward, right), np.float64)
        # The camera rolls clockwise as seen from behind: its right side goes down.
        rolled = right * np.cos(roll) + down * np.sin(roll)
        lowered = down * np.cos(roll) - right * np.sin(roll)
        result: Floats = np.stack([rolled, lowered, forward]).astype(np.float32)
        return result

    def to_camera(self, points: Floats) -> Floats:
        """World points (n, 3) to right, down, forward metres (n, 3)."""
        result: Floats = ((points - self.centre) @ self.axes.T).astype(np.float32, copy=False)
        return result

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """World points (n, 3) to pixels (n, 2) and depths (n,); points behind the lens are held at NEAR_M."""
        seen = self.to_camera(points)
        depth = seen[:, 2]
        scale = self.focal / np.maximum(depth, NEAR_M)
        pixels = np.empty((len(points), 2), np.float32)
        pixels[:, 0] = seen[:, 0] * scale + self.width / 2
        pixels[:, 1] = seen[:, 1] * scale + self.height / 2
        return pixels, depth

    def rays(self) -> Floats:
        """World direction of every pixel's middle, (h, w, 3), scaled to one metre of depth."""
        u = (np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2) / self.focal
        v = (np.arange(self.height, dtype=np.float32) + 0.5 - self.height / 2) / self.focal
        right, down, forward = self.axes
        result: Floats = u[None, :, None] * right + v[:, None, None] * down + forward
        return result

    def ground(self, x: float, y: float) -> tuple[float, float] | None:
        """Relative picture point (0..1) to the ground (east, north) in metres; None above the horizon."""
        right, down, forward = self.axes
        ray = (
            (x - 0.5) * self.width / self.focal * right
            + (y - 0.5) * self.height / self.focal * down
            + forward
        )
        if ray[2] >= -1e-4:
            return None
        reach = self.pose.height_m / -float(ray[2])
        return self.east_m + reach * float(ray[0]), self.north_m + reach * float(ray[1])

    def outline(
        self, corners: NDArray[np.floating[Any]], near_m: float = NEAR_M
    ) -> list[tuple[float, float]]:
        """Polygon on the ground (n, 2) or in space (n, 3) to its visible part in the picture, relative.

        Empty when nothing of it is visible. Cut at the near plane first (a corner behind the lens has no
        picture point), then at the picture's edges.
        """
        space = np.zeros((len(corners), 3), np.float32)
        space[:, : corners.shape[1]] = corners
        seen: list[Corner] = [tuple(float(v) for v in row) for row in self.to_camera(space)]
        front = _clip(seen, lambda p: p[2] - near_m)
        flat: list[Corner] = [
            (
                p[0] * self.focal / p[2] / self.width + 0.5,
                p[1] * self.focal / p[2] / self.height + 0.5,
            )
            for p in front
        ]
        for side in (lambda p: p[0], lambda p: 1 - p[0], lambda p: p[1], lambda p: 1 - p[1]):
            flat = _clip(flat, side)
        return [(min(1.0, max(0.0, p[0])), min(1.0, max(0.0, p[1]))) for p in flat]


Corner = tuple[float, ...]


def _clip(polygon: list[Corner], distance: Callable[[Corner], float]) -> list[Corner]:
    """Keep the part of a polygon where `distance` is not negative (Sutherland and Hodgman)."""
    kept: list[Corner] = []
    for a, b in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        da, db = distance(a), distance(b)
        if da >= 0:
            kept.append(a)
        if (da >= 0) != (db >= 0):
            share = da / (da - db)
            kept.append(tuple(p + (q - p) * share for p, q in zip(a, b, strict=True)))
    return kept
