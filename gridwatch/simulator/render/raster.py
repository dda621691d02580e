"""Shapes to pixels: a painter's algorithm over OpenCV's polygon filler, with supersampled edges."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.light import Light
from gridwatch.simulator.render.mesh import Floats, Mesh, Placed
from gridwatch.simulator.render.pinhole import NEAR_M, Pinhole

Bytes = NDArray[np.uint8]
_SHIFT = 4  # fractional bits of polygon corners


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sprite:
    """A thing cut out as the camera sees it.

    colour: (h, w, 3) uint8 BGR, already multiplied by alpha (None when only the outline was asked for).
    alpha: (h, w) uint8.
    left, top: where its first pixel lies in the picture.
    extent: x0, y0, x1, y1 of the whole thing in pixels, not cut at the picture's edge.
    depth: metres along the line of sight to its middle.
    """

    colour: Bytes | None
    alpha: Bytes
    left: int
    top: int
    extent: tuple[float, float, float, float]
    depth: float

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the picture that it covers."""
        h, w = self.alpha.shape
        return slice(self.top, self.top + h), slice(self.left, self.left + w)


def draw(
    placed: Placed,
    camera: Pinhole,
    light: Light | None,
    *,
    texture: float = 0.0,
    soft: bool = False,
    seed: int = 0,
) -> Sprite | None:
    """Draw a shape; None when nothing of it is in the picture.

    Args:
        placed: the shape in world metres.
        camera: who looks.
        light: without it only the outline is drawn.
        texture: one-sigma roughness of the surface, as a share of its brightness.
        soft: whether facets are smoothed away (cloth, foliage), or edges are kept (metal).
        seed: which part of the grain it gets.
    """
    mesh = placed.mesh
    pixels, depth = camera.project(placed.vertices)
    front = depth > NEAR_M
    if not bool(front.any()):
        return None
    low, high = pixels[front].min(0), pixels[front].max(0)
    left, top = (int(max(0, np.floor(v) - 1)) for v in low)
    right = int(min(camera.width, np.ceil(high[0]) + 1))
    bottom = int(min(camera.height, np.ceil(high[1]) + 1))
    if right <= left or bottom <= top:
        return None
    order, normals, sight = _far_to_near(placed, camera, depth)
    if len(order) == 0:
        return None
    wide, high_px = right - left, bottom - top
    scale = _supersampling(wide, high_px)
    points = pixels[mesh.faces[order]] - np.array([left, top], np.float32)
    fixed = np.round((points * scale - 0.5) * (1 << _SHIFT)).astype(np.int32)
    solid = pixels[: mesh.body][front[: mesh.body]] if bool(front[: mesh.body].any()) else pixels[front]
    (x0, y0), (x1, y1) = solid.min(0), solid.max(0)
    extent = (float(x0), float(y0), float(x1), float(y1))
    colour: Bytes | None = None
    if light is None:
        mask = np.zeros((high_px * scale, wide * scale), np.uint8)
        for polygon in fixed:
            cv2.fillConvexPoly(mask, polygon, 255, cv2.LINE_8, _SHIFT)
        alpha = np.asarray(cv2.resize(mask, (wide, high_px), interpolation=cv2.INTER_AREA), np.uint8)
    else:
        canvas = np.zeros((high_px * scale, wide * scale, 4), np.uint8)
        for polygon, paint in zip(fixed, _paint(mesh, order, normals, sight, light).tolist(), strict=True):
            cv2.fillConvexPoly(canvas, polygon, paint, cv2.LINE_8, _SHIFT)
        if scale > 1:
            canvas = np.asarray(cv2.resize(canvas, (wide, high_px), interpolation=cv2.INTER_AREA), np.uint8)
        colour, alpha = np.ascontiguousarray(canvas[:, :, :3]), np.ascontiguousarray(canvas[:, :, 3])
        if soft and high_px > 90:
            colour = _smoothed(colour, alpha)
        if texture > 0:
            colour = _rough(colour, texture, seed)
    return Sprite(colour=colour, alpha=alpha, left=left, top=top, extent=extent, depth=float(depth.mean()))


def _far_to_near(placed: Placed, camera: Pinhole, depth: Floats) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Faces that look at the camera in drawing order, with their normals and unit directions to the lens."""
    mesh, normals = placed.mesh, placed.normals
    sight = camera.centre - placed.middles
    towards = np.einsum("ij,ij->i", normals, sight)
    flip = mesh.thin & (towards < 0)
    if bool(flip.any()):
        normals = np.where(flip[:, None], -normals, normals)
    order = np.flatnonzero(((towards > 0) | mesh.thin) & (depth[mesh.faces].min(1) > NEAR_M))
    far = np.sqrt(np.einsum("ij,ij->i", sight, sight))
    group_far = np.bincount(mesh.anchors, weights=far) / np.maximum(np.bincount(mesh.anchors), 1)
    order = order[np.argsort((mesh.bias - group_far[mesh.anchors])[order], kind="stable")]
    return order, normals[order], sight[order] / far[order, None]


def _smoothed(colour: Bytes, alpha: Bytes) -> Bytes:
    """Blur within the outline: facets of what is near become round."""
    sigma = 0.5 + len(alpha) / 400
    blurred = cv2.GaussianBlur(colour, (0, 0), sigma)
    cover = cv2.GaussianBlur(alpha, (0, 0), sigma)
    ratio = np.minimum(alpha.astype(np.float32) / np.maximum(cover, 1), 3)
    return np.clip(blurred * ratio[:, :, None], 0, 255).astype(np.uint8)


def _supersampling(width: int, height: int) -> int:
    area = width * height
    if area < 4_000:
        return 4
    return 2 if area < 400_000 else 1


def _paint(mesh: Mesh, index: NDArray[np.intp], normals: Floats, sight: Floats, light: Light) -> Floats:
    """Colours (m, 4) BGRA of faces under the light; glossy faces mirror the sky."""
    base = mesh.colours[index]
    lit = base * light.shade(normals)
    gloss = mesh.gloss[index]
    shiny = (gloss > 0) & (gloss <= 1)
    if bool(shiny.any()):
        facing = np.abs(np.sum(normals * sight, axis=1))[:, None]
        mirror = 2 * facing * normals - sight
        up = np.clip(mirror[:, 2:] * 2.2 + 0.2, 0, 1)
        sky = up * np.asarray(light.horizon, np.float32) + (1 - up) * 60 * np.asarray(
            light.bounce, np.float32
        )
        fresnel = np.clip(0.16 + 0.84 * (1 - facing) ** 3, 0, 1) * gloss[:, None]
        spark = (
            np.clip(mirror @ light.towards_sun, 0, 1)[:, None] ** 24 * 160 * np.asarray(light.sun, np.float32)
        )
        mixed = lit * (1 - fresnel) + sky * fresnel + spark * gloss[:, None]
        lit = np.where(shiny[:, None], mixed, lit)
    glow = gloss > 1
    if bool(glow.any()):
        lit = np.where(glow[:, None], base * max(0.75, light.lamps * 1.3), lit)
    result = np.full((len(index), 4), 255, np.float32)
    result[:, :3] = np.clip(lit, 0, 255)
    return result


_GRAIN = np.random.default_rng(7).normal(0, 1, (512, 512)).astype(np.float32)
_GRAIN = 0.55 * _GRAIN + 1.6 * np.asarray(cv2.GaussianBlur(_GRAIN, (0, 0), 1.6), np.float32)


def _rough(colour: Bytes, sigma: float, seed: int) -> Bytes:
    """Multiply by a fixed grain, so that a surface is not one flat colour."""
    h, w = colour.shape[:2]
    x, y = (seed * 37) % 256, (seed * 91) % 256
    tile = _GRAIN
    if h > 256 or w > 256:
        tile = np.tile(_GRAIN, (h // 256 + 1, w // 256 + 1))
    grain = 1 + sigma * tile[y : y + h, x : x + w]
    return np.clip(colour * grain[:, :, None], 0, 255).astype(np.uint8)


def blend(picture: Bytes, sprite: Sprite, *, hidden: Bytes | None = None, haze: float = 0.0,
          haze_colour: tuple[float, float, float] = (200, 200, 200)) -> None:  # fmt: skip
    """Put a sprite onto the picture, in place. `hidden` (h, w) uint8 is what stands in front of it."""
    if sprite.colour is None:
        raise ValueError("an outline cannot be painted; draw the sprite with a light")
    rows, columns = sprite.window
    colour, alpha = sprite.colour, sprite.alpha
    if haze > 0.02:
        veil = cv2.merge([cv2.convertScaleAbs(alpha, alpha=haze * c / 255) for c in haze_colour])
        colour = np.asarray(cv2.addWeighted(colour, 1 - haze, veil, 1.0, 0), np.uint8)
    if hidden is not None:
        free = cv2.bitwise_not(hidden)
        alpha = np.asarray(cv2.multiply(alpha, free, scale=1 / 255), np.uint8)
        colour = np.asarray(cv2.multiply(colour, cv2.merge([free] * 3), scale=1 / 255), np.uint8)
    part = picture[rows, columns]
    rest = cv2.multiply(part, cv2.merge([cv2.bitwise_not(alpha)] * 3), scale=1 / 255)
    picture[rows, columns] = cv2.add(rest, colour)
