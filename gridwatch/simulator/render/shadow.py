"""Shadows on flat ground: the one the sun casts, and the soft dark one where a thing touches the ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.light import Light
from gridwatch.simulator.render.mesh import Floats, Placed
from gridwatch.simulator.render.pinhole import NEAR_M, Pinhole
from gridwatch.simulator.render.raster import Bytes

_SHIFT = 4
_LARGE = 6_000  # pixels
_CONTACT = 0.52  # darkness under a thing
_HULLS = 80  # shapes of at most so many solids throw the shadows of the solids' hulls
_SOLID = 400  # what has more vertices is foliage, not a solid
_LOW_M = 0.45  # what is below this touches the ground


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Shade:
    """A shadow as the camera sees it: `dark` (h, w) uint8 over a window of the picture."""

    dark: Bytes
    window: tuple[slice, slice]


def lay(picture: Bytes, shade: Shade, cover: Bytes | None = None) -> None:
    """Darken the picture, in place.

    `cover` (h, w) uint8 is where something stands on the ground already, so that no shadow falls on it.
    """
    dark = shade.dark
    if cover is not None:
        dark = np.asarray(cv2.multiply(dark, cv2.bitwise_not(cover[shade.window]), scale=1 / 255), np.uint8)
    keep = cv2.bitwise_not(dark)
    picture[shade.window] = cv2.multiply(picture[shade.window], cv2.merge([keep] * 3), scale=1 / 255)


def shade_of(placed: Placed, camera: Pinhole, light: Light) -> Shade | None:
    """Where a thing keeps light from the ground; None when that is out of the picture or behind the lens."""
    sun = light.towards_sun
    vertices = placed.vertices
    feet = _flat(vertices[vertices[:, 2] < _LOW_M])
    sunny = sum(light.sun) > 0.2 and float(sun[2]) > 0.1
    thrown = vertices - sun * (vertices[:, 2:] / sun[2]) if sunny else vertices[:0]
    pixels, depth = camera.project(np.concatenate([feet, thrown.astype(np.float32)]))
    if len(depth) < 3 or not bool((depth > NEAR_M).all()):
        return None
    low, high = pixels.min(0), pixels.max(0)
    size = camera.focal / float(depth.mean())  # pixels a metre
    pad = int(min(60, 3 + size * 0.25))
    left, top = max(0, int(low[0]) - pad), max(0, int(low[1]) - pad)
    right, bottom = min(camera.width, int(high[0]) + pad + 1), min(camera.height, int(high[1]) + pad + 1)
    if right - left < 2 or bottom - top < 2:
        return None
    # Large shadows are soft, so half the resolution does, at a quarter of the cost.
    scale = 0.5 if (right - left) * (bottom - top) > _LARGE else 1.0
    shape = (math.ceil((bottom - top) * scale), math.ceil((right - left) * scale))
    spots = (pixels - np.array([left, top], np.float32)) * scale
    size *= scale
    dark = np.zeros(shape, np.uint8)
    if len(feet) >= 3:
        cv2.fillConvexPoly(
            dark, _fixed(cv2.convexHull(spots[: len(feet)])), int(255 * _CONTACT), cv2.LINE_8, _SHIFT
        )
        dark = np.asarray(cv2.GaussianBlur(dark, (0, 0), max(0.8, size * 0.07)), np.uint8)
    if sunny:
        mask = np.zeros(shape, np.uint8)
        value = int(255 * light.shadow)
        for polygon in _thrown(placed, spots[len(feet) :], sun):
            cv2.fillConvexPoly(mask, polygon, value, cv2.LINE_8, _SHIFT)
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.7, size * 0.018)), np.uint8)
        dark = np.asarray(cv2.max(dark, mask), np.uint8)
    if scale < 1:
        dark = np.asarray(
            cv2.resize(dark, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR), np.uint8
        )
    return Shade(dark=dark, window=(slice(top, bottom), slice(left, right)))


def _thrown(placed: Placed, spots: Floats, sun: Floats) -> Sequence[NDArray[np.int32]]:
    """Polygons of the shadow: hulls of the solids, or the faces of what is too fine for hulls."""
    mesh = placed.mesh
    ends = (*mesh.parts[1:], len(spots))
    sizes = [b - a for a, b in zip(mesh.parts, ends, strict=True)]
    if len(sizes) > _HULLS or max(sizes) > _SOLID:
        lit = (placed.normals @ sun > 0) | mesh.thin
        return list(_fixed(spots[mesh.faces[lit]]))
    fixed = _fixed(spots)
    solids = [fixed[a:b] for a, b in zip(mesh.parts, ends, strict=True) if b - a > 2]
    return [np.asarray(cv2.convexHull(solid), np.int32) for solid in solids]


def _flat(points: Floats) -> Floats:
    result: Floats = points.copy()
    result[:, 2] = 0
    return result


def _fixed(points: NDArray[Any]) -> NDArray[np.int32]:
    result: NDArray[np.int32] = np.round((points - 0.5) * (1 << _SHIFT)).astype(np.int32)
    return result
