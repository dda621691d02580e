"""Places with two heaps each, and what cameras around them make of them: the input of the merge bench.

Nothing is drawn as "an error of so many metres". A camera is believed to look a little elsewhere than it does (its
pose is off by what it says it may be off, or its clicked points are), a box is off by what boxes are off; where the
real locator then puts the heap is what merging gets, with the radius that the locator tells.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from alerts.grid import GridIndex
from alerts.ground import BOX_JITTER, SIGMAS_95, to_ground, to_picture
from alerts.locate import Locator
from core.config.camera import Camera, Pose
from core.config.settings.merging import Merging
from core.geo import LocalPlane, LonLat
from core.geometry import Box
from core.place import Place

PICTURE = (1280, 720)
ASPECT = PICTURE[0] / PICTURE[1]
ORIGIN = LonLat(lon=120.25, lat=30.45)
APART_M = (5.0, 60.0)
ERRORS_M = (1.0, 15.0)  # radius that a camera's distance is chosen for
HEAP_M = (1.0, 6.0)  # across
CAMERAS = (1, 4)
_HEIGHT_M = (5.0, 12.0)
_HFOV_DEG = (55.0, 90.0)
_CLICKED = 1 / 3  # share of cameras with clicked points instead of a pose
_CLICK = 0.003  # one-sigma error of a click, as a share of the picture
_MAP_M = 0.4  # one-sigma error of a point picked on a map
_HIDDEN = 0.1  # share of heaps that a camera does not see though they lie in its picture
_TALL_M = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One heap in one camera's look, as the rules and the locator tell it."""

    camera_id: str
    heap: int  # which one it really is
    box: Box
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Two heaps and everything that was seen of them, in the order in which it was confirmed."""

    apart_m: float  # between their middles
    seen: tuple[Seen, ...]


def spots(count: int, seed: int) -> tuple[Spot, ...]:
    """Draw so many places; the same seed gives the same ones."""
    rng = random.Random(seed)  # noqa: S311 - simulation
    return tuple(_spot(rng) for _ in range(count))


def _spot(rng: random.Random) -> Spot:
    apart, turn = rng.uniform(*APART_M), rng.uniform(0, math.tau)
    half = (apart / 2 * math.cos(turn), apart / 2 * math.sin(turn))
    heaps = [half, (-half[0], -half[1])]
    radii = [rng.uniform(*HEAP_M) / 2 for _ in heaps]
    seen: list[Seen] = []
    for number in range(rng.randint(*CAMERAS)):
        aim = (
            heaps[rng.randrange(2)] if rng.random() < 0.5 else (0.0, 0.0)
        )  # half of them look between the two
        at, believed, true = _camera(rng, f"cam-{number}", aim)
        locator = Locator(cameras=lambda _: None, grid=GridIndex, merging=Merging())
        looked = []
        for heap, (middle, radius) in enumerate(zip(heaps, radii, strict=True)):
            box = _box(rng, (middle[0] - at[0], middle[1] - at[1]), radius, true)
            if box is not None and rng.random() > _HIDDEN:
                place = locator.locate(believed, box=box, picture_size=PICTURE)
                looked.append(Seen(camera_id=believed.id, heap=heap, box=box, place=place))
        rng.shuffle(looked)
        seen += looked
    return Spot(apart_m=apart, seen=tuple(seen))


def _camera(
    rng: random.Random, camera_id: str, aim: tuple[float, float]
) -> tuple[tuple[float, float], Camera, Pose]:
    """Return where a camera stands, how it is configured, and how it really looks."""
    height, hfov, wanted = rng.uniform(*_HEIGHT_M), rng.uniform(*_HFOV_DEG), rng.uniform(*ERRORS_M)
    heading = rng.uniform(0, 360)
    away = _away(height, wanted)
    tilt = math.degrees(math.atan2(height, away))
    told = Pose(height_m=height, heading_deg=heading, tilt_deg=tilt, hfov_deg=hfov)
    off = told.error_deg
    true = told.model_copy(
        update={
            "heading_deg": (heading + rng.gauss(0, off)) % 360,
            "tilt_deg": tilt + rng.gauss(0, off),
        }
    )
    facing = math.radians(heading)
    at = (aim[0] - away * math.sin(facing), aim[1] - away * math.cos(facing))
    position = LocalPlane(origin=ORIGIN).to_lonlat(*at)
    values: dict[str, Any] = {
        "id": camera_id,
        "name": camera_id,
        "owner": "bench",
        "scene": "street",
        "position": {"lon": position.lon, "lat": position.lat, "datum": "WGS84"},
        "access": {"host": "127.0.0.1"},
        "pose": told.model_dump(),
    }
    if rng.random() < _CLICKED:
        values |= {"pose": None, "ground_points": _clicks(rng, position, true)}
    return at, Camera.model_validate(values), true


def _away(height: float, wanted_m: float) -> float:
    """Return about the distance at which a camera of this height places a thing with this radius.

    An error of e radians moves a point at distance d by e * d^2 / h; the radius is twice that.
    """
    return min(80.0, max(5.0, math.sqrt(wanted_m * height / (SIGMAS_95 * math.radians(1)))))


def _clicks(rng: random.Random, position: LonLat, true: Pose) -> list[dict[str, object]]:
    """Return nine point pairs of a picture of this camera, as well as a person clicks them."""
    top = 0.5 - 0.45 * min(1.0, math.radians(true.tilt_deg) / math.radians(true.hfov_deg / ASPECT / 2))
    rows = [max(0.05, top + 0.12), 0.62, 0.92]
    plane = LocalPlane(origin=position)
    pairs: list[dict[str, object]] = []
    for x in (0.12, 0.5, 0.88):
        for y in rows:
            (east, north), *_ = to_ground(np.array([(x, y)]), true, ASPECT)
            there = plane.to_lonlat(float(east) + rng.gauss(0, _MAP_M), float(north) + rng.gauss(0, _MAP_M))
            clicked = (_share(x + rng.gauss(0, _CLICK)), _share(y + rng.gauss(0, _CLICK)))
            ground = {"lon": there.lon, "lat": there.lat, "datum": "WGS84"}
            pairs.append({"picture": clicked, "ground": ground})
    return pairs


def _box(rng: random.Random, middle: tuple[float, float], radius: float, true: Pose) -> Box | None:
    """Return the box of a heap, metres from the camera's foot, as a detector marks it; None when it is cut off."""
    away = math.hypot(*middle)
    if away <= radius + 1:
        return None
    to = (middle[0] / away, middle[1] / away)
    near = (middle[0] - radius * to[0], middle[1] - radius * to[1])
    left = (middle[0] - radius * to[1], middle[1] + radius * to[0])
    right = (middle[0] + radius * to[1], middle[1] - radius * to[0])
    far = (middle[0] + radius * to[0], middle[1] + radius * to[1])
    foot, one, other = to_picture(np.array([near, left, right]), true, ASPECT)
    top = to_picture(np.array([far]), true, ASPECT, height_m=_TALL_M)[0]
    jitter = [rng.gauss(0, BOX_JITTER) for _ in range(4)]
    x0, x1 = min(one[0], other[0]) + jitter[0], max(one[0], other[0]) + jitter[1]
    y0, y1 = min(top[1], foot[1] - 0.01) + jitter[2], foot[1] + jitter[3] * ASPECT
    if not (0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1):
        return None
    return Box(x0=float(x0), y0=float(y0), x1=float(x1), y1=float(y1))


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
