"""Boxes and polygons in relative picture coordinates: x to the right, y down, both 0..1.

Relative, because a camera that comes back with another resolution must not move its zones
(ultralytics #15057: 512x640 became 3000x4500 after a reconnect).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """An upright box; `x0 <= x1`, `y0 <= y1`, all in 0..1 of the picture."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not (0.0 <= self.x0 <= self.x1 <= 1.0 and 0.0 <= self.y0 <= self.y1 <= 1.0):
            raise ValueError(f"not a relative box: {self}")

    @classmethod
    def of(cls, row: Sequence[float] | NDArray[np.float32]) -> Box:
        """Build from `[x0, y0, x1, y1]`, clipped into the picture."""
        x0, y0, x1, y1 = (min(1.0, max(0.0, float(v))) for v in row)
        return cls(x0=x0, y0=y0, x1=max(x0, x1), y1=max(y0, y1))

    @property
    def row(self) -> tuple[float, float, float, float]:
        """`(x0, y0, x1, y1)`."""
        return (self.x0, self.y0, self.x1, self.y1)

    @property
    def area(self) -> float:
        """Share of the picture, 0..1."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    @property
    def centre(self) -> Point:
        """The middle."""
        return ((self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2)

    @property
    def foot(self) -> Point:
        """Bottom centre: where a standing thing touches the ground."""
        return ((self.x0 + self.x1) / 2, self.y1)

    def shared(self, other: Box) -> float:
        """Area that both cover, as a share of the picture."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return width * height if width > 0 and height > 0 else 0.0

    def overlap(self, other: Box) -> float:
        """Area that both cover, as a share of the smaller box, 0..1; 0 with an empty one."""
        smaller = min(self.area, other.area)
        return self.shared(other) / smaller if smaller > 0 else 0.0

    def iou(self, other: Box) -> float:
        """Intersection over union, 0..1; two empty boxes give 0."""
        shared = self.shared(other)
        return shared / (self.area + other.area - shared) if shared > 0 else 0.0


def iou_matrix(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the intersection over union of every pair: (n, 4) and (m, 4) xyxy to (n, m)."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    size = np.clip(high - low, 0, None)
    shared = size[..., 0] * size[..., 1]
    area_a = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1])
    area_b = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = area_a[:, None] + area_b[None, :] - shared
    result: NDArray[np.float32] = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0).astype(
        np.float32
    )
    return result


def inside(points: NDArray[np.float64], polygon: Sequence[Point]) -> NDArray[np.bool_]:
    """Return which of `points` (n, 2) lie in `polygon` (3 or more corners), by even-odd crossing.

    A point on a left or upper edge counts as inside, on a right or lower edge as outside, so that
    two zones sharing an edge never both claim it.
    """
    x, y = points[:, 0], points[:, 1]
    result = np.zeros(len(points), dtype=np.bool_)
    corners = np.asarray(polygon, dtype=np.float64)
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        crosses = (ay > y) != (by > y)
        if ay != by:
            result ^= crosses & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return result


def polygon_area(polygon: Sequence[Point]) -> float:
    """Return the area by the shoelace formula, never negative."""
    corners = np.asarray(polygon, dtype=np.float64)
    following = np.roll(corners, -1, axis=0)
    return float(abs(np.sum(corners[:, 0] * following[:, 1] - following[:, 0] * corners[:, 1])) / 2)


def half_plane(
    corners: Sequence[tuple[float, ...]], distance: Callable[[tuple[float, ...]], float]
) -> list[tuple[float, ...]]:
    """Return the part of a polygon, in any dimension, where `distance` (linear) is not negative.

    Sutherland and Hodgman 1974: exact in area for any simple polygon.
    """
    kept: list[tuple[float, ...]] = []
    for a, b in zip([*corners[-1:], *corners[:-1]], corners, strict=True):
        at_a, at_b = distance(a), distance(b)
        if (at_a >= 0) != (at_b >= 0):
            share = at_a / (at_a - at_b)
            kept.append(tuple(p + share * (q - p) for p, q in zip(a, b, strict=True)))
        if at_b >= 0:
            kept.append(tuple(b))
    return kept


def crosses_itself(polygon: Sequence[Point]) -> bool:
    """Return whether two edges that are not neighbours cut each other."""
    n = len(polygon)
    edges = [(polygon[i], polygon[(i + 1) % n]) for i in range(n)]
    return any(
        _cut(*edges[i], *edges[j]) for i in range(n) for j in range(i + 2, n) if not (i == 0 and j == n - 1)
    )


def _cut(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
