"""Which boxes lie in a zone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.config.camera import Corner, Zone, ZoneUse
from core.detection import Detections
from core.geometry import Box, half_plane, inside, polygon_area

_LAST = 1 - 1e-6  # `inside` leaves the right and lower edge to the neighbour; the picture has none there


def in_zone(
    detections: Detections, zone: Zone, use: ZoneUse = "foot", share: float = 0.5
) -> NDArray[np.bool_]:
    """Return which boxes lie in `zone`, (n,).

    foot: bottom centre, where a standing thing touches the ground. centre: the middle. overlap: at
    least `share` of the box's area, for things that lie flat or reach over an edge.
    """
    boxes = detections.boxes.astype(np.float64)
    if not len(boxes):
        return np.zeros(0, np.bool_)
    if use == "overlap":
        return np.array([covered_share(Box.of(row), zone.polygon) >= share for row in boxes], np.bool_)
    y = boxes[:, 3] if use == "foot" else (boxes[:, 1] + boxes[:, 3]) / 2
    points = np.stack([(boxes[:, 0] + boxes[:, 2]) / 2, y], axis=1)
    return inside(np.minimum(points, _LAST), zone.polygon)


def covered_share(box: Box, polygon: Sequence[Corner]) -> float:
    """Return the share of the box's area that lies in the polygon, 0..1, exactly.

    The polygon is cut by the four sides of the box in turn (Sutherland and Hodgman 1974), which is
    exact in area for any simple polygon because the box is convex.
    """
    if box.area <= 0:
        return 0.0
    rest: list[tuple[float, ...]] = [*polygon]
    for axis, edge, sign in ((0, box.x0, 1), (0, box.x1, -1), (1, box.y0, 1), (1, box.y1, -1)):
        rest = half_plane(rest, partial(_side, axis, edge, sign))
    return min(1.0, polygon_area([(p[0], p[1]) for p in rest]) / box.area) if len(rest) >= 3 else 0.0


def _side(axis: int, edge: float, sign: int, corner: tuple[float, ...]) -> float:
    return sign * (corner[axis] - edge)
