"""Picture to ground by point pairs that an administrator clicked on a picture and on a map. Pure.

The fit is from ground to picture, where the clicking error is equal everywhere, by RANSAC; it is used
inverted. Every pair is held out once: what is then wrong about it is the error that is reported, not
the flattering residual of a fit that has seen it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from alerts.ground import BOX_JITTER, Points, circle_95
from core.config.camera import PointPair
from core.errors import ConfigError
from core.geo import LocalPlane

_SCALE = 1000.0  # relative coordinates are fitted in thousandths of the picture
_OUTLIER = 12.0  # thousandths: a pair further off than this is a wrong click
_MIN_PAIRS = 6
_MIN_SPREAD = 0.02  # smallest side of the clicked points' rotated box, as a share of the picture


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Homography:
    """A fitted mapping, with what it is worth."""

    matrix: NDArray[np.float64]  # (3, 3): relative picture x, y, 1 -> east, north, 1 (metres, homogeneous)
    hull: NDArray[np.float32]  # (n, 1, 2): convex hull of the used points in the picture
    held_out_m: tuple[float, ...]  # error on the ground of each used pair when left out
    held_out_share: float  # the same in the picture, root mean square, as a share of its width or height
    dropped: tuple[int, ...]  # pairs (by index) that did not fit

    def to_ground(self, points: Points) -> Points:
        """Return relative picture points (n, 2) on the ground, (n, 2) metres; NaN beyond the horizon."""
        flat = np.column_stack([np.asarray(points, np.float64).reshape(-1, 2), np.ones(np.size(points) // 2)])
        mapped = flat @ self.matrix.T
        depth = np.where(mapped[:, 2] > 1e-9, mapped[:, 2], np.nan)
        return np.asarray(mapped[:, :2] / depth[:, None], np.float64)

    def radius_95(self, point: tuple[float, float]) -> float:
        """Return the radius in metres that holds the true ground point with 95 %.

        The held-out error in the picture and the jitter of a box, carried to the ground here; never
        less than the held-out error there; doubled outside of the clicked points.
        """
        x, y = point
        step = 1e-3
        around = self.to_ground(np.array([(x, y), (x + step, y), (x, y + step)]))
        if np.isnan(around).any():
            return math.inf
        jacobian = ((around[1:] - around[0]) / step).T
        stretch = np.linalg.svd(jacobian, compute_uv=False) * math.hypot(self.held_out_share, BOX_JITTER)
        radius = max(circle_95(float(stretch[0]), float(stretch[1])), float(np.median(self.held_out_m)))
        outside = cv2.pointPolygonTest(self.hull, (float(x), float(y)), measureDist=False) < 0
        return 2 * radius if outside else radius


def fit(pairs: Sequence[PointPair], plane: LocalPlane) -> Homography:
    """Fit point pairs on a plane around the camera.

    Raises:
        ConfigError: too few pairs, pairs in a line, or pairs that do not fit each other.
    """
    if len(pairs) < _MIN_PAIRS:
        raise ConfigError(f"{len(pairs)} ground points; give {_MIN_PAIRS} or more, spread over the picture")
    picture = np.array([pair.picture for pair in pairs], np.float64)
    ground = np.array([plane.to_metres(pair.ground.lonlat()) for pair in pairs], np.float64)
    # The smallest box around them at any angle: points along one kerb fix no plane.
    (_, size, _) = cv2.minAreaRect(picture.astype(np.float32))
    if min(size) < _MIN_SPREAD:
        raise ConfigError("the ground points lie in a line; spread them over the picture")
    forward, used = _fit(ground, picture)
    if forward is None or used.sum() < _MIN_PAIRS - 1:
        raise ConfigError(
            f"only {int(used.sum())} of {len(pairs)} ground points fit one plane; check each click and its datum"
        )
    inliers = np.flatnonzero(used)
    errors = [_held_out(ground, picture, inliers, int(i)) for i in inliers]
    if any(math.isinf(metres) for metres, _ in errors):
        raise ConfigError("the ground points hang on one of them; add points, spread over the picture")
    return Homography(
        matrix=_inverse(forward, picture[inliers]),
        hull=np.asarray(cv2.convexHull(picture[inliers].astype(np.float32)), np.float32),
        held_out_m=tuple(round(metres, 3) for metres, _ in errors),
        held_out_share=math.sqrt(sum(share**2 for _, share in errors) / len(errors)),
        dropped=tuple(int(i) for i in np.flatnonzero(~used)),
    )


def _fit(ground: Points, picture: Points) -> tuple[Points | None, NDArray[np.bool_]]:
    cv2.setRNGSeed(1)  # RANSAC draws: the same clicks always give the same mapping
    # typed as never None, but None is what a degenerate set gives
    matrix, mask = cast("tuple[Any, Any]", cv2.findHomography(ground, picture * _SCALE, cv2.RANSAC, _OUTLIER))
    if matrix is None or mask is None:
        return None, np.zeros(len(ground), np.bool_)
    return np.asarray(matrix, np.float64), np.asarray(mask, np.bool_).ravel()


def _inverse(forward: Points, picture: Points) -> NDArray[np.float64]:
    """Invert, with the sign that makes the clicked points lie in front."""
    scale = np.diag([_SCALE, _SCALE, 1.0])
    matrix = np.linalg.inv(forward) @ scale
    depth = np.column_stack([picture, np.ones(len(picture))]) @ matrix[2]
    return np.asarray(matrix * np.sign(np.median(depth)), np.float64)


def _held_out(ground: Points, picture: Points, inliers: NDArray[np.intp], left: int) -> tuple[float, float]:
    """Return how far off pair `left` is when the others make the fit: (metres, share of the picture)."""
    rest = inliers[inliers != left]
    matrix, _ = cast("tuple[Any, Any]", cv2.findHomography(ground[rest], picture[rest] * _SCALE, 0))
    if matrix is None or abs(np.linalg.det(matrix)) < 1e-12:
        return math.inf, math.inf
    x, y, w = matrix @ np.append(ground[left], 1.0)
    share = math.dist((x / w / _SCALE, y / w / _SCALE), picture[left]) if w else math.inf
    back = _inverse(np.asarray(matrix, np.float64), picture[rest])
    east, north, depth = back @ np.append(picture[left], 1.0)
    metres = math.dist((east / depth, north / depth), ground[left]) if depth > 0 else math.inf
    return metres, share
