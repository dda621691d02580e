"""Shadows on flat ground: the one the sun casts, and the soft dark one where a thing touches the ground."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.light import Light
from gridwatch.simulator.render.mesh import Floats, Placed
from gridwatch.simulator.render.pinhole import NEAR_M, Pinhole
from gridwatch.simulator.render.raster import Bytes

_SHIFT = 4
_CONTACT = 0.52  # darkness under a thing
_HULLS = 80  # shapes of at most so many solids throw the shadows of the solids' hulls
_SOLID = 400  # what has more vertices is foliage, not a solid
_LOW_M = 0.45  # what is below this touches the ground


def cast(picture: Bytes, placed: Placed, camera: Pinhole, light: Light, cover: Bytes | None = None) -> None:
    """Darken the picture, in place, where the thing keeps light from the ground.

    `cover` (h, w) uint8 is where something stands on the ground already, so that no shadow falls on it.
    """
    sun = light.towards_sun
    mesh, vertices = placed.mesh, placed.vertices
    points = [_flat(vertices[vertices[:, 2] < _LOW_M])]
    sunny = sum(light.sun) > 0.2 and sun[2] > 0.1
    if sunny:
        thrown = vertices - sun * (vertices[:, 2:] / sun[2])
        points.append(thrown.astype(np.float32))
    pixels, depth = camera.project(np.concatenate(points))
    ahead = depth > NEAR_M
    if not bool(ahead.all()):
        return
    low, high = pixels.min(0), pixels.max(0)
    size = float(camera.focal / max(float(depth.mean()), NEAR_M))  # pixels a metre
    pad = int(min(60, 3 + size * 0.25))
    left, top = max(0, int(low[0]) - pad), max(0, int(low[1]) - pad)
    right, bottom = min(camera.width, int(high[0]) + pad + 1), min(camera.height, int(high[1]) + pad + 1)
    if right - left < 2 or bottom - top < 2:
        return
    corner = np.array([left, top], np.float32)
    shape = (bottom - top, right - left)
    feet = len(points[0])
    dark = np.zeros(shape, np.uint8)
    if feet >= 3:
        hull = cv2.convexHull(pixels[:feet] - corner)
        cv2.fillConvexPoly(dark, _fixed(hull), int(255 * _CONTACT), cv2.LINE_8, _SHIFT)
        dark = np.asarray(cv2.GaussianBlur(dark, (0, 0), max(0.8, size * 0.07)), np.uint8)
    if sunny:
        mask = np.zeros(shape, np.uint8)
        moved = pixels[feet:] - corner
        value = int(255 * light.shadow)
        ends = (*mesh.parts[1:], len(vertices))
        largest = max(b - a for a, b in zip(mesh.parts, ends, strict=True))
        if len(mesh.parts) <= _HULLS and largest <= _SOLID:
            shapes = [cv2.convexHull(moved[a:b]) for a, b in zip(mesh.parts, ends, strict=True) if b - a > 2]
            for hull in shapes:
                cv2.fillConvexPoly(mask, _fixed(hull), value, cv2.LINE_8, _SHIFT)
        else:
            lit = (placed.normals @ sun > 0) | mesh.thin
            for polygon in _fixed(moved[mesh.faces[lit]]):
                cv2.fillConvexPoly(mask, polygon, value, cv2.LINE_8, _SHIFT)
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.7, size * 0.018)), np.uint8)
        dark = np.asarray(cv2.max(dark, mask), np.uint8)
    window = (slice(top, bottom), slice(left, right))
    if cover is not None:
        dark = np.asarray(cv2.multiply(dark, cv2.bitwise_not(cover[window]), scale=1 / 255), np.uint8)
    keep = cv2.bitwise_not(dark)
    picture[window] = cv2.multiply(picture[window], cv2.merge([keep] * 3), scale=1 / 255)


def _flat(points: Floats) -> Floats:
    result: Floats = points.copy()
    result[:, 2] = 0
    return result


def _fixed(points: NDArray[Any]) -> NDArray[np.int32]:
    result: NDArray[np.int32] = np.round((points - 0.5) * (1 << _SHIFT)).astype(np.int32)
    return result
