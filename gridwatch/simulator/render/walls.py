"""Buildings in the picture: upright planes that the rays of the pixels meet, textured by `facade`."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.facade import facade
from gridwatch.simulator.render.light import Light
from gridwatch.simulator.render.pinhole import Pinhole
from gridwatch.simulator.scenery import Scene, Wall

Floats = NDArray[np.float32]
_FAR_M = 600.0


def _frame_of(
    camera: Pinhole, a: NDArray[np.float64], b: NDArray[np.float64], height: float
) -> tuple[slice, slice] | None:
    """Rows and columns of the picture in which an upright wall lies; None when it is out of sight."""
    corners = np.array([[*a, 0], [*b, 0], [*b, height], [*a, height]], np.float32)
    shape = camera.outline(corners)
    if len(shape) < 3:
        return None
    xs, ys = [p[0] * camera.width for p in shape], [p[1] * camera.height for p in shape]
    left, right = int(min(xs)), min(camera.width, int(max(xs)) + 2)
    top, bottom = int(min(ys)), min(camera.height, int(max(ys)) + 2)
    if right - left < 2 or bottom - top < 2:
        return None
    return slice(top, bottom), slice(left, right)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Hit:
    """Where the rays of a part of the picture meet a wall."""

    window: tuple[slice, slice]  # rows and columns of the picture
    u: Floats  # metres along the wall, from the left as the camera sees it
    v: Floats  # metres up
    reach: Floats  # depth
    hit: NDArray[np.bool_]
    length: float
    outward: Floats  # (1, 3), towards the camera


def _meet(rays: Floats, depth: Floats, camera: Pinhole, scene: Scene, wall: Wall) -> _Hit | None:
    """Find a wall's pixels that nothing nearer covers; None when there are none."""
    a, b = np.asarray(scene.world(*wall.a)), np.asarray(scene.world(*wall.b))
    along = b - a
    length = float(np.linalg.norm(along))
    along = along / length
    normal = np.array([along[1], -along[0]])
    eye = np.array([camera.east_m, camera.north_m])
    stand = float((a - eye) @ normal)
    window = _frame_of(camera, a, b, wall.height)
    if abs(stand) < 0.05 or window is None:
        return None
    rays = rays[window]
    facing = rays[:, :, 0] * normal[0] + rays[:, :, 1] * normal[1]
    facing = np.where(np.abs(facing) < 1e-6, 1e-6, facing)
    reach = np.clip(stand / facing, -_FAR_M, _FAR_M).astype(np.float32)
    u = float((eye - a) @ along) + reach * (rays[:, :, 0] * along[0] + rays[:, :, 1] * along[1])
    v = camera.pose.height_m + reach * rays[:, :, 2]
    hit = (reach > 0.3) & (u >= -0.04) & (u <= length + 0.04) & (v >= 0) & (v <= wall.height)
    hit &= reach < depth[window]
    if not bool(hit.any()):
        return None
    if stand > 0:  # seen from the other side: writing must still run from left to right
        u = length - u
    side = -float(np.sign(stand))
    outward = np.array([[side * normal[0], side * normal[1], 0.0]], np.float32)
    return _Hit(window=window, u=u, v=v, reach=reach, hit=hit, length=length, outward=outward)


def wall_depth(camera: Pinhole, scene: Scene) -> Floats:
    """Depth of the nearest building at every pixel (h, w), infinite where there is none."""
    rays = camera.rays()
    depth = np.full(rays.shape[:2], np.inf, np.float32)
    for wall in scene.walls:
        met = _meet(rays, depth, camera, scene, wall)
        if met is not None:
            depth[met.window] = np.where(met.hit, met.reach, depth[met.window])
    return depth


def paint_wall(
    picture: Floats, depth: Floats, rays: Floats, camera: Pinhole, scene: Scene, wall: Wall, light: Light
) -> None:
    """Paint a wall where nothing nearer stands, and put its depth into `depth`, both in place."""
    met = _meet(rays, depth, camera, scene, wall)
    if met is None:
        return
    nearest = float(met.reach[met.hit].min())
    scale = float(np.clip(camera.focal / nearest, 5, 48))
    texture = facade(wall, met.length, scale, light.lamps).astype(np.float32)
    colour = _sampled(texture, met.u, met.v, met.reach, camera, scale, wall.height, met.hit)
    colour *= light.shade(met.outward)[0] + 0.10 * light.lamps
    haze = (1 - np.exp(-np.maximum(met.reach, 0) / light.haze_m))[:, :, None]
    colour = colour * (1 - haze) + np.asarray(light.horizon, np.float32) * 0.93 * haze
    picture[met.window] = np.where(met.hit[:, :, None], colour, picture[met.window])
    depth[met.window] = np.where(met.hit, met.reach, depth[met.window])


def _sampled(
    texture: Floats, u: Floats, v: Floats, reach: Floats, camera: Pinhole, scale: float, height: float,
    hit: NDArray[np.bool_],
) -> Floats:  # fmt: skip
    """Look the wall up in a pyramid, each pixel on the level that fits its footprint."""
    across = np.abs(np.gradient(np.where(hit, u, 0), axis=1)) if u.shape[1] > 2 else np.zeros_like(u)
    across = np.where(hit, np.minimum(across, 2.0), 0)
    footprint = np.maximum(reach / camera.focal, across * 0.6) * scale
    level = np.clip(np.log2(np.maximum(footprint, 1e-3)), 0, 4)
    result = np.zeros((*u.shape, 3), np.float32)
    image = texture
    for k in range(5):
        weight = np.clip(1 - np.abs(level - k), 0, 1)
        if bool(((weight > 0) & hit).any()):
            factor = image.shape[1] / texture.shape[1] * scale
            mx = np.clip(u * factor - 0.5, 0, image.shape[1] - 1).astype(np.float32)
            my = np.clip((height - v) * image.shape[0] / height - 0.5, 0, image.shape[0] - 1).astype(
                np.float32
            )
            sample = cv2.remap(image, np.nan_to_num(mx), np.nan_to_num(my), cv2.INTER_LINEAR)
            result += np.asarray(sample, np.float32) * weight[:, :, None]
        if min(image.shape[:2]) > 3:
            image = np.asarray(cv2.pyrDown(image), np.float32)
    return result
