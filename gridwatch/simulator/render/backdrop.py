"""What never moves in a camera's picture: sky, skyline, buildings, ground. Made once per camera and light."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.ground import GroundNoise, paint_ground
from gridwatch.simulator.render.light import Light
from gridwatch.simulator.render.pinhole import Pinhole
from gridwatch.simulator.render.walls import paint_wall
from gridwatch.simulator.scenery import Scene, Wall

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
_FAR_M = 600.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Backdrop:
    """A camera's empty picture.

    picture: (h, w, 3) float32 BGR 0..255.
    wall: (h, w) float32, depth of the building at a pixel, infinite where there is none.
    """

    picture: Floats
    wall: Floats


@cache
def _noise() -> GroundNoise:
    return GroundNoise()


def backdrop(camera: Pinhole, scene: Scene, light: Light, seed: int = 0) -> Backdrop:
    """Paint a scene without its things."""
    rays = camera.rays()
    picture = np.zeros_like(rays)
    above = np.flatnonzero((rays[:, :, 2] > -0.05).any(1))
    if len(above):
        top = slice(int(above[0]), int(above[-1]) + 1)
        picture[top] = _sky(rays[top], light, seed)
    wall = np.full(rays.shape[:2], np.inf, np.float32)
    below = rays[:, :, 2] < -1e-3
    rows = np.flatnonzero(below.any(1))
    if len(rows):
        part = slice(int(rows[0]), int(rows[-1]) + 1)
        _ground(picture[part], rays[part], below[part], camera, scene, light)
    near_first = sorted(scene.walls, key=lambda w: -_distance(camera, scene, w))
    for face in near_first:
        paint_wall(picture, wall, rays, camera, scene, face, light)
    return Backdrop(picture=picture, wall=wall)


def _distance(camera: Pinhole, scene: Scene, wall: Wall) -> float:
    x, y = scene.world((wall.a[0] + wall.b[0]) / 2, (wall.a[1] + wall.b[1]) / 2)
    return math.hypot(x - camera.east_m, y - camera.north_m)


def _sky(rays: Floats, light: Light, seed: int) -> Floats:
    flat = np.hypot(rays[:, :, 0], rays[:, :, 1])
    rise = np.arctan2(rays[:, :, 2], flat)
    azimuth = np.arctan2(rays[:, :, 0], rays[:, :, 1])
    share = np.clip(rise / 0.7, 0, 1)[:, :, None] ** 0.7
    horizon, zenith = np.asarray(light.horizon, np.float32), np.asarray(light.zenith, np.float32)
    picture = horizon * (1 - share) + zenith * share
    rng = np.random.default_rng(seed + 17)
    cloud = cv2.GaussianBlur(rng.normal(0, 1, (128, 512)).astype(np.float32), (0, 0), 7)
    u = ((azimuth / np.pi * 0.5 + 0.5) * 511).astype(np.float32)
    v = np.clip(rise * 140, 0, 127).astype(np.float32)
    veil = np.asarray(cv2.remap(np.asarray(cloud / cloud.std()), u, v, cv2.INTER_LINEAR), np.float32)
    picture += np.clip(veil, -1, 2)[:, :, None] * 7
    # Far blocks and a belt of trees, mostly haze.
    steps = 720
    blocks = np.zeros(steps, np.float32)
    tone = np.zeros(steps, np.float32)
    at = 0
    while at < steps:
        wide = int(rng.integers(4, 16))
        blocks[at : at + wide] = rng.uniform(0.0, 0.17) if rng.random() < 0.7 else 0.0
        tone[at : at + wide] = rng.uniform(-14, 14)
        at += wide
    index = np.clip(((azimuth / np.pi * 0.5 + 0.5) * steps).astype(np.intp), 0, steps - 1)
    solid = (rise < blocks[index]) & (rise > -0.02)
    far = horizon * 0.86 + np.asarray((60, 56, 52), np.float32) * 0.06
    picture = np.where(solid[:, :, None], far + tone[index][:, :, None], picture)
    belt = (
        0.018
        + 0.012
        * np.asarray(cv2.GaussianBlur(rng.normal(0, 1, (1, 2048)).astype(np.float32), (0, 0), 5))[0]
        * 3
    )
    trees = rise < belt[np.clip(((azimuth / np.pi * 0.5 + 0.5) * 2048).astype(np.intp), 0, 2047)]
    green = horizon * 0.62 + np.asarray((50, 74, 60), np.float32) * 0.3
    picture = np.where(trees[:, :, None], green, picture)
    result: Floats = picture.astype(np.float32)
    return result


def _ground(
    picture: Floats, rays: Floats, below: NDArray[np.bool_], camera: Pinhole, scene: Scene, light: Light
) -> None:
    reach = np.where(below, camera.pose.height_m / np.maximum(-rays[:, :, 2], 1e-3), _FAR_M)
    reach = np.minimum(reach, _FAR_M).astype(np.float32)
    east = camera.east_m - scene.x + reach * rays[:, :, 0]
    north = camera.north_m - scene.y + reach * rays[:, :, 1]
    angle = math.radians(scene.turn_deg)
    cos, sin = math.cos(angle), math.sin(angle)
    x = (east * cos - north * sin).astype(np.float32)
    y = (east * sin + north * cos).astype(np.float32)
    field = _noise().field(x, y)
    colour = paint_ground(scene, field)
    colour *= light.shade(np.array([[0, 0, 1]], np.float32))[0]
    length = np.linalg.norm(rays, axis=2)
    grazing = -rays[:, :, 2] / length
    if light.wet > 0:
        colour *= 1 - 0.35 * light.wet
        mirror = light.wet * np.clip((1 - grazing) ** 3 * 0.75 + 0.10 * field.big * (1 - grazing), 0, 0.8)
        colour = (
            colour * (1 - mirror[:, :, None]) + np.asarray(light.horizon, np.float32) * mirror[:, :, None]
        )
    if light.lamps > 0:
        for prop in scene.props:
            if prop.kind == "pole":
                out = 1.7 if prop.heading_deg == 0 else -1.7
                pool = np.exp(-((x - prop.x - out) ** 2 + (y - prop.y) ** 2) / (2 * 7.0**2))
                colour += (
                    colour
                    * (pool * 0.6 * light.lamps)[:, :, None]
                    * np.asarray((0.75, 1.0, 1.18), np.float32)
                )
    for wall in scene.walls:
        _dim_foot(colour, x, y, wall)
    haze = 1 - np.exp(-reach * length / light.haze_m)
    colour = colour * (1 - haze[:, :, None]) + np.asarray(light.horizon, np.float32) * 0.93 * haze[:, :, None]
    picture[:] = np.where(below[:, :, None], colour, picture)


def _dim_foot(colour: Floats, x: Floats, y: Floats, wall: Wall) -> None:
    """Corners between ground and buildings get less of the sky."""
    (ax, ay), (bx, by) = wall.a, wall.b
    near = (x > min(ax, bx) - 2) & (x < max(ax, bx) + 2) & (y > min(ay, by) - 2) & (y < max(ay, by) + 2)
    rows, columns = np.flatnonzero(near.any(1)), np.flatnonzero(near.any(0))
    if len(rows) == 0:
        return
    window = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    x, y = x[window], y[window]
    long = max(math.hypot(bx - ax, by - ay), 1e-6)
    along = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long**2, 0, 1)
    off = np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))
    colour[window] *= (1 - 0.38 * np.exp(-off / 0.7))[:, :, None]
