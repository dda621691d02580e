"""The ground, pixel by pixel: every pixel knows its place in metres and how much ground it covers.

Edges are anti-aliased analytically (coverage from signed distance and pixel footprint), noise fades out where
it is finer than a pixel, so that nothing flickers with distance.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.materials import MATERIALS, Field, stripes
from gridwatch.simulator.scenery import Scene, Surface

Floats = NDArray[np.float32]
_SIZE = 512


def _octaves(seed: int, slope: float) -> Floats:
    """A tile of noise that joins itself at the edges, mean 0, sigma 1; spectrum falls with `slope`."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(rng.normal(0, 1, (_SIZE, _SIZE)))
    fy, fx = np.fft.fftfreq(_SIZE)[:, None], np.fft.rfftfreq(_SIZE)[None, :]
    weight = 1 / np.maximum(np.hypot(fx, fy), 2 / _SIZE) ** slope
    field = np.fft.irfft2(spectrum * weight)
    result: Floats = ((field - field.mean()) / field.std()).astype(np.float32)
    return result


class GroundNoise:
    """Noise tiles, made once per process that renders."""

    def __init__(self) -> None:
        self._rough = _octaves(1, 0.35)
        self._soft = _octaves(2, 1.1)

    def field(self, x: Floats, y: Floats) -> Field:
        """Prepare the pixels at local metres x, y (h, w)."""
        wide_x, wide_y = _reach(x), _reach(y)
        footprint = np.sqrt(wide_x * wide_y)
        return Field(
            x=x, y=y, wide_x=wide_x, wide_y=wide_y,
            fine=self._at(self._rough, x, y, 0.012, footprint),
            mid=self._at(self._rough, x + 3, y + 7, 0.09, footprint),
            big=self._at(self._soft, x, y, 0.06, footprint * 0.2),
            huge=self._at(self._soft, x + 11, y + 5, 0.5, footprint * 0.02),
        )  # fmt: skip

    @staticmethod
    def _at(tile: Floats, x: Floats, y: Floats, cell: float, footprint: Floats) -> Floats:
        u = np.mod(x / cell, _SIZE).astype(np.float32)
        v = np.mod(y / cell, _SIZE).astype(np.float32)
        value = np.asarray(cv2.remap(tile, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float32)
        fade: Floats = value * np.clip(cell / np.maximum(footprint, 1e-6), 0, 1)
        return fade


def _reach(values: Floats) -> Floats:
    """How far a value moves from one pixel to the next, across and down together."""
    across = np.abs(np.diff(values, axis=1, append=values[:, -1:]))
    down = np.abs(np.diff(values, axis=0, append=values[-1:]))
    across[:, -1] = across[:, -2]
    down[-1] = down[-2]
    result: Floats = (across + down).astype(np.float32)
    return result


def coverage(surface: Surface, field: Field) -> Floats:
    """Share 0..1 of each pixel that the surface covers."""
    corners = np.asarray(surface.corners, np.float32)
    following = np.roll(corners, -1, axis=0)
    area = float(np.sum(corners[:, 0] * following[:, 1] - following[:, 0] * corners[:, 1]))
    result = np.ones_like(field.x)
    for (ax, ay), (bx, by) in zip(corners, following, strict=True):
        nx, ny = float(ay - by), float(bx - ax)
        scale = np.sign(area) / max(float(np.hypot(nx, ny)), 1e-9)
        nx, ny = nx * scale, ny * scale
        distance = (field.x - ax) * nx + (field.y - ay) * ny
        wide = abs(nx) * field.wide_x + abs(ny) * field.wide_y
        np.minimum(result, np.clip(distance / np.maximum(wide, 1e-6) + 0.5, 0, 1), out=result)
    if surface.stripe_m > 0:
        place, wide = (field.y, field.wide_y) if surface.stripe_along == "y" else (field.x, field.wide_x)
        result *= stripes(place, wide, surface.stripe_m, surface.stripe_on)
    return result


def paint_ground(scene: Scene, field: Field) -> Floats:
    """Colours (h, w, 3) of the ground under white light, BGR 0..255."""
    picture = np.ascontiguousarray(MATERIALS[scene.base](field)[0])
    pixels = picture.reshape(-1, 3)
    for surface in scene.surfaces:
        chosen = _near(surface, field)
        if len(chosen) == 0:
            continue
        part = field.at(chosen)
        colour, opacity = MATERIALS[surface.material](part)
        share = (coverage(surface, part) * opacity)[:, None]
        pixels[chosen] = pixels[chosen] * (1 - share) + colour * share
    return picture


def _near(surface: Surface, field: Field) -> NDArray[np.intp]:
    """Numbers of the pixels that a surface can touch."""
    corners = np.asarray(surface.corners, np.float32)
    low, high = corners.min(0), corners.max(0)
    inside = (field.x >= low[0] - field.wide_x) & (field.x <= high[0] + field.wide_x)
    inside &= (field.y >= low[1] - field.wide_y) & (field.y <= high[1] + field.wide_y)
    return np.flatnonzero(inside)
