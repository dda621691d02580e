"""The places of a scripted day: streets, plazas, building sites and markets, with their cameras and bins.

Unlike the demo's, these have ground on which nobody may park: a yellow hatched strip along the right kerb of
streets, a fire lane across plazas. The bays along the left kerb are for parking.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gridwatch.simulator.blocks import PAVEMENT, ROAD_HALF
from gridwatch.simulator.places import scene
from gridwatch.simulator.scenery import Area, Corners, Scene, Surface, rectangle
from gridwatch.simulator.script import KERB, camera_at
from gridwatch.simulator.world import SimCamera

OUT = KERB + PAVEMENT - 0.6
"""Where a mast stands on a pavement, metres from the middle of the street."""
APART_M = 520.0
"""Between the middles of two places: far more than any merging distance."""
_ROOM_M = 8.0  # nothing stands nearer to a camera
_COLUMNS = 5

Spot = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """Where a camera of a kind of place stands."""

    owner: str
    spot: tuple[float, float, float]  # local x, y, height; metres
    looks_at: Spot  # local
    hfov_deg: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What the places of one kind have in common, in local metres."""

    names: tuple[str, ...]  # what people call them
    stands: tuple[Stand, Stand]
    bins: tuple[tuple[float, float, float, float], ...]  # x0, x1, y0, y1 of where bins stand, one each
    heaps: tuple[tuple[float, float, float, float], ...]  # where somebody dumps something
    no_parking: tuple[float, float, float, float] | None  # where none may park
    parked_deg: float  # heading of a vehicle there
    zone: str = "no_parking"  # its kind


KINDS: Mapping[str, Kind] = {
    "street": Kind(
        names=("星河路", "湖滨路", "文昌路", "和平路", "学校巷", "金桥路", "望江路", "长虹路"),
        stands=(
            Stand(owner="urban-management", spot=(-OUT, 1.0, 5.4), looks_at=(4.0, 17.0), hfov_deg=72),
            Stand(owner="police", spot=(-OUT, 41.0, 6.2), looks_at=(3.6, 22.0), hfov_deg=68),
        ),
        bins=((-KERB - 2.6, -KERB - 1.8, 11.0, 14.0), (-KERB - 2.6, -KERB - 1.8, 27.5, 30.0)),
        heaps=(
            (KERB + 1.7, KERB + 3.2, 10.0, 28.0),
            (KERB + 1.7, KERB + 3.2, 10.0, 28.0),
            (-KERB - 3.0, -KERB - 1.6, 16.0, 24.0),
        ),
        no_parking=(2.3, ROAD_HALF - 0.1, 6.0, 34.0),
        parked_deg=0.0,
    ),
    "plaza": Kind(
        names=("人民广场", "站前广场", "文化广场", "市民广场"),
        stands=(
            Stand(owner="police", spot=(-9.0, 4.0, 7.6), looks_at=(-0.8, 21.0), hfov_deg=64),
            Stand(owner="urban-management", spot=(13.5, 8.0, 7.2), looks_at=(-1.8, 23.0), hfov_deg=66),
        ),
        bins=((-8.0, -5.0, 13.0, 15.5), (6.5, 9.5, 15.5, 18.0)),
        heaps=((-11.0, -6.0, 17.0, 28.0), (5.0, 10.5, 19.0, 28.0)),
        no_parking=(-17.0, 17.0, 32.5, 36.5),
        parked_deg=90.0,
        zone="fire_lane",
    ),
    "works_site": Kind(
        names=("临江工地", "前进工地", "新城工地"),
        stands=(
            Stand(owner="building-site", spot=(-KERB - 1.0, 6.0, 6.0), looks_at=(9.0, 24.0), hfov_deg=78),
            Stand(owner="urban-management", spot=(-KERB - 1.2, 44.0, 5.8), looks_at=(6.0, 26.0), hfov_deg=72),
        ),
        bins=((KERB + 0.8, KERB + 1.3, 13.0, 15.0), (KERB + 0.8, KERB + 1.3, 33.0, 35.0)),
        heaps=((KERB + 1.1, KERB + 1.7, 18.5, 24.0), (KERB + 1.1, KERB + 1.7, 27.0, 31.5)),
        no_parking=(2.3, ROAD_HALF - 0.1, 10.0, 34.0),
        parked_deg=0.0,
    ),
    "market": Kind(
        names=("东市场", "南门市场", "河坊市场"),
        stands=(
            Stand(owner="market", spot=(0.5, 2.0, 5.0), looks_at=(0.0, 20.0), hfov_deg=80),
            Stand(owner="urban-management", spot=(-3.6, 44.0, 5.2), looks_at=(0.6, 25.0), hfov_deg=76),
        ),
        bins=((-4.2, -3.8, 11.5, 13.5), (3.8, 4.2, 31.0, 34.0)),
        heaps=((-2.6, 2.6, 12.0, 20.0), (-2.2, 2.6, 21.0, 31.0)),
        no_parking=None,
        parked_deg=0.0,
    ),
}  # fmt: skip

_ORDER = ("street", "plaza", "works_site", "street", "market", "street", "plaza", "street", "works_site",
          "plaza", "street", "market")  # fmt: skip
"""Kinds of the first twelve places; twenty cameras fill them: two each on the first eight."""


def day_places(seed: int, cameras: int) -> tuple[dict[str, Scene], dict[str, SimCamera]]:
    """Return the places and `cameras` cameras at them, ids cam-01 and on; three of five places have two."""
    rng = random.Random(f"day places {seed}")
    twos = cameras - round(cameras * 0.6)  # places with a second camera
    count = cameras - twos
    scenes: dict[str, Scene] = {}
    placed: dict[str, SimCamera] = {}
    used: dict[str, int] = {}
    for i in range(count):
        kind = _ORDER[i % len(_ORDER)]
        number = used[kind] = used.get(kind, 0) + 1
        at = (i % _COLUMNS - 2) * APART_M, (i // _COLUMNS - 1) * APART_M
        made = scene(
            kind, f"{kind.replace('_', '-')}-{number}", at[0] + rng.uniform(-60, 60), at[1] + rng.uniform(-60, 60),
            rng.uniform(0, 360), rng.randrange(10**6),
        )  # fmt: skip
        made = _opened(_marked(made))
        names = KINDS[kind].names
        name = names[(number - 1) % len(names)] + ("" if number <= len(names) else f" {number}")
        for j, stand in enumerate(KINDS[kind].stands[: 2 if i < twos else 1]):
            camera = _camera(f"cam-{len(placed) + 1:02d}", f"{name} {j + 1} 号", made, stand, rng)
            placed[camera.id] = camera
            made = made.cleared(*made.local(camera.x, camera.y), _ROOM_M)
        scenes[made.id] = made
    return scenes, placed


def kind_of(place: Scene) -> Kind:
    """What its kind has in common."""
    return KINDS[place.kind]


def drawn(rng: random.Random, rows: Sequence[tuple[float, float, float, float]]) -> Spot:
    """A spot somewhere in one of the rectangles x0, x1, y0, y1."""
    x0, x1, y0, y1 = rng.choice(rows)
    return rng.uniform(x0, x1), rng.uniform(y0, y1)


def _opened(place: Scene) -> Scene:
    """The same place without the trees and other things that would stand before its bins and heaps.

    Lamp posts stay: they hide little, and without them a street is dark at night.
    """
    kind, lamps = KINDS[place.kind], tuple(prop for prop in place.props if prop.kind == "pole")
    for rows, radius in ((kind.heaps, 6.5), (kind.bins, 3.0)):
        for x0, x1, y0, y1 in rows:
            place = place.cleared((x0 + x1) / 2, (y0 + y1) / 2, radius)
    rest = tuple(prop for prop in place.props if prop.kind != "pole")
    return replace(place, props=(*rest, *lamps))


def _camera(camera_id: str, name: str, place: Scene, stand: Stand, rng: random.Random) -> SimCamera:
    x, y, height = stand.spot
    spot = (x + rng.uniform(-0.3, 0.3), y + rng.uniform(-1, 1), height + rng.uniform(-0.5, 0.7))
    at = (stand.looks_at[0] + rng.uniform(-0.5, 0.5), stand.looks_at[1] + rng.uniform(-1, 1))
    return camera_at(
        camera_id, name, stand.owner, place, spot, at, stand.hfov_deg + rng.uniform(-3, 3), rng.randrange(10**6)
    )  # fmt: skip


def _marked(place: Scene) -> Scene:
    """Paint the ground on which none may park, and the bays where one may; the former becomes an area."""
    box = KINDS[place.kind].no_parking
    if box is None:
        return place
    x0, x1, y0, y1 = box
    zone = KINDS[place.kind].zone
    if zone == "fire_lane":
        ground: Corners = rectangle(x0, y0, x1, y1)
        along, paint = "x", [_line(x0, y0, x1, y0 + 0.14), _line(x0, y1 - 0.14, x1, y1)]
    else:
        ground = rectangle(x0 - 0.4, y0, x1 + 0.3, y1)  # the foot of a box is not quite where wheels stand
        along, paint = "y", [_line(x0, y0, x0 + 0.12, y1), _line(x1 - 0.12, y0, x1, y1)]
    hatched = Surface(
        material="yellow", corners=rectangle(x0, y0, x1, y1), stripe_m=2.4, stripe_on=0.07, stripe_along=along
    )
    name = "消防通道" if zone == "fire_lane" else "禁停区"
    area = Area(id=zone.replace("_", "-"), kind=zone, name=name, corners=ground)
    bays = _bays(y0, y1) if place.kind == "street" else []
    return replace(place, surfaces=(*place.surfaces, hatched, *paint, *bays), areas=(*place.areas, area))


def _bays(y0: float, y1: float) -> list[Surface]:
    """White bays of six metres along the left kerb."""
    left, right = -ROAD_HALF + 0.1, -2.4
    stripes = Surface(
        material="paint",
        corners=rectangle(left, y0, right, y1),
        stripe_m=6.0,
        stripe_on=0.02,
        stripe_along="y",
    )
    return [stripes, Surface(material="paint", corners=rectangle(right, y0, right + 0.1, y1))]


def _line(x0: float, y0: float, x1: float, y1: float) -> Surface:
    return Surface(material="yellow", corners=rectangle(x0, y0, x1, y1))
