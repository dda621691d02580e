"""Templates of places: a street, a plaza, a building site beside a street, a market lane."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from gridwatch.simulator.scenery import Area, Prop, Scene, Surface, Wall, rectangle


def scene(kind: str, scene_id: str, x: float, y: float, turn_deg: float, seed: int) -> Scene:
    """Build a scene of a kind in `KINDS`; the seed varies widths, buildings and planting."""
    rng = random.Random(f"scene {kind} {seed}")
    base, surfaces, walls, props = KINDS[kind](rng)
    return Scene(
        id=scene_id, kind=kind, x=x, y=y, turn_deg=turn_deg, base=base,
        surfaces=tuple(surfaces), walls=tuple(walls), props=tuple(props), areas=AREAS[kind],
    )  # fmt: skip


_Parts = tuple[str, list[Surface], list[Wall], list[Prop]]
_NEAR, _FAR = -30.0, 130.0  # extent along y
_STYLES = ("shops", "shops", "flats", "office")
ROAD_HALF = 4.6  # half the width of every street's carriageway
PAVEMENT = 4.4  # width of its pavements


def _carriageway(rng: random.Random, half: float) -> list[Surface]:
    parts = [Surface(material="asphalt", corners=rectangle(-half, _NEAR, half, _FAR))]
    for side in (-1, 1):
        x0, x1 = sorted((side * half, side * (half + 0.16)))
        parts.append(Surface(material="kerb", corners=rectangle(x0, _NEAR, x1, _FAR)))
        x0, x1 = sorted((side * (half - 0.09), side * half))
        parts.append(Surface(material="gutter", corners=rectangle(x0, _NEAR, x1, _FAR)))
        x0, x1 = sorted((side * (half - 2.35), side * (half - 2.25)))
        parts.append(
            Surface(material="paint", corners=rectangle(x0, _NEAR, x1, _FAR), stripe_m=6.0, stripe_on=0.45)
        )
    parts.append(Surface(material="yellow", corners=rectangle(-0.08, _NEAR, 0.08, _FAR)))
    at = rng.uniform(26, 40)
    parts.append(
        Surface(
            material="paint", corners=rectangle(-half + 0.3, at, half - 0.3, at + 3.2), stripe_m=0.9,
            stripe_on=0.5, stripe_along="x",
        )
    )  # fmt: skip
    for _ in range(6):
        x, y, r = rng.uniform(-half * 0.7, half * 0.7), rng.uniform(4, 50), 0.33
        corners = tuple(
            (x + r * math.cos(2 * math.pi * i / 10), y + r * math.sin(2 * math.pi * i / 10))
            for i in range(10)
        )
        parts.append(Surface(material="iron", corners=corners))
    for _ in range(3):
        x, y = rng.uniform(-half * 0.8, half * 0.8), rng.uniform(5, 45)
        w, d = rng.uniform(0.6, 1.6), rng.uniform(1, 4)
        parts.append(Surface(material="patch", corners=rectangle(x, y, x + w, y + d)))
    return parts


def _pavement(
    x0: float, x1: float, y0: float = _NEAR, y1: float = _FAR, material: str = "paving"
) -> list[Surface]:
    middle = (x0 + x1) / 2
    return [
        Surface(material=material, corners=rectangle(x0, y0, x1, y1)),
        Surface(material="tactile", corners=rectangle(middle - 0.2, y0, middle + 0.2, y1)),
    ]


def _row_of_buildings(rng: random.Random, x: float, facing: int, y0: float, y1: float) -> list[Wall]:
    walls = []
    y = y0
    while y < y1:
        length = rng.uniform(14, 30)
        set_back = rng.choice((0.0, 0.0, 1.2))
        at = x + facing * set_back
        height = rng.choice((7.5, 11, 15, 19, 24))
        style = rng.choice(_STYLES)
        ends = ((at, y), (at, y + length - 0.02))
        walls.append(Wall(a=ends[0], b=ends[1], height=height, style=style, seed=rng.randrange(10**6)))
        deep = facing * 12
        walls.append(  # the gables, which a camera along the street sees
            Wall(a=ends[0], b=(at + deep, y), height=height, style="plain", seed=rng.randrange(10**6))
        )
        walls.append(
            Wall(
                a=ends[1],
                b=(at + deep, y + length - 0.02),
                height=height,
                style="plain",
                seed=rng.randrange(10**6),
            )
        )
        y += length + rng.choice((0.0, 0.0, 4.0))
    return walls


def _trees(rng: random.Random, x: float, y0: float, y1: float, step: float) -> list[Prop]:
    props = []
    y = y0 + rng.uniform(0, step)
    while y < y1:
        props.append(
            Prop(
                kind="tree",
                x=x + rng.uniform(-0.1, 0.1),
                y=y,
                heading_deg=rng.uniform(0, 360),
                seed=rng.randrange(12),
            )
        )
        y += step * rng.uniform(0.85, 1.2)
    return props


def _street(rng: random.Random) -> _Parts:
    half, wide = ROAD_HALF, PAVEMENT
    edge = half + 0.16
    surfaces = _carriageway(rng, half)
    props: list[Prop] = []
    walls: list[Wall] = []
    material = rng.choice(("paving", "paving_red"))
    for side in (-1, 1):
        x0, x1 = sorted((side * edge, side * (edge + wide)))
        surfaces += _pavement(x0, x1, material=material)
        walls += _row_of_buildings(rng, side * (edge + wide), side, _NEAR, _FAR)
        props += _trees(rng, side * (edge + 0.7), 14, 110, rng.uniform(9, 13))
        for y in (16, 44, 76):
            props.append(
                Prop(
                    kind="pole",
                    x=side * (edge + 0.5),
                    y=y + side * 3,
                    heading_deg=0 if side < 0 else 180,
                    seed=1,
                )
            )
        props.append(
            Prop(
                kind="cabinet",
                x=side * (edge + wide - 0.5),
                y=rng.uniform(20, 45),
                heading_deg=90,
                seed=rng.randrange(99),
            )
        )
        props.append(
            Prop(
                kind="bench",
                x=side * (edge + wide - 1.0),
                y=rng.uniform(16, 34),
                heading_deg=-90 * side,
                seed=rng.randrange(99),
            )
        )
    return "concrete", surfaces, walls, props


def _plaza(rng: random.Random) -> _Parts:
    surfaces = [Surface(material="plaza", corners=rectangle(-26, -6, 26, 48))]
    walls: list[Wall] = []
    props: list[Prop] = []
    for side in (-1, 1):
        walls += _row_of_buildings(rng, side * 34, side, -20, 70)
        x0, x1 = sorted((side * 26, side * 34))
        surfaces.append(Surface(material="grass", corners=rectangle(x0, -20, x1, 60)))
        props += _trees(rng, side * 29.5, 2, 58, 7.5)
        for y in (10, 24, 38):
            props.append(Prop(kind="planter", x=side * 22, y=y, heading_deg=90, seed=rng.randrange(99)))
            props.append(Prop(kind="bench", x=side * 20, y=y, heading_deg=90 * side, seed=rng.randrange(99)))
    surfaces.append(Surface(material="grass", corners=rectangle(-34, 48, 34, 54)))
    surfaces.append(Surface(material="asphalt", corners=rectangle(-60, 54, 60, 64)))
    props += [Prop(kind="hedge", x=-31 + i * 3.1, y=51, heading_deg=90, seed=i % 4) for i in range(21)]
    walls += [
        Wall(a=(-40.0 + i * 27, 74.0), b=(-14.0 + i * 27, 74.0), height=rng.choice((18.0, 26.0, 34.0)),
             style=rng.choice(("flats", "office")), seed=rng.randrange(10**6))
        for i in range(3)
    ]  # fmt: skip
    props += [Prop(kind="pole", x=x, y=y, heading_deg=90, seed=2) for x in (-14, 14) for y in (14, 34)]
    return "concrete", surfaces, walls, props


def _works_site(rng: random.Random) -> _Parts:
    """A street, and along its right side a building site behind sheets, with a gate at y 18-24."""
    half, wide = ROAD_HALF, PAVEMENT
    edge = half + 0.16
    surfaces = [
        Surface(material="dirt", corners=rectangle(edge + 3, _NEAR, 60, _FAR)),
        *_carriageway(rng, half),
    ]
    surfaces += _pavement(-edge - wide, -edge)
    surfaces += [Surface(material="concrete", corners=rectangle(edge, _NEAR, edge + 3, _FAR))]
    surfaces += [Surface(material="concrete", corners=rectangle(edge + 3, 17, edge + 26, 25))]
    props: list[Prop] = []
    y = -6.0
    while y < 90:
        if not 15.5 < y < 25.5:
            props.append(Prop(kind="fence", x=edge + 3.0, y=y + 1.5, heading_deg=90, seed=3))
        y += 3.0
    for _ in range(9):
        kind = rng.choice(("bricks", "bricks", "pipes", "barrier"))
        props.append(
            Prop(
                kind=kind,
                x=edge + rng.uniform(6, 18),
                y=rng.uniform(28, 50),
                heading_deg=rng.choice((0, 90, 80)),
                seed=rng.randrange(99),
            )
        )
    props += [
        Prop(kind="barrier", x=edge + 2.2, y=y, heading_deg=90, seed=i)
        for i, y in enumerate((16.5, 25.5, 28))
    ]
    walls = _row_of_buildings(rng, -edge - wide, -1, _NEAR, _FAR)
    walls.append(
        Wall(a=(edge + 30, 8), b=(edge + 30, 90), height=27, style="frame", seed=rng.randrange(10**6))
    )
    walls.append(
        Wall(a=(edge + 12, 62), b=(edge + 30, 62), height=21, style="frame", seed=rng.randrange(10**6))
    )
    props += _trees(rng, -edge - 0.7, 16, 100, 11)
    props += [Prop(kind="pole", x=-edge - 0.5, y=y, heading_deg=0, seed=1) for y in (20, 52)]
    return "concrete", surfaces, walls, props


def _market(rng: random.Random) -> _Parts:
    """A pedestrian street of 9 m with stalls along both sides."""
    surfaces = [
        Surface(material="concrete", corners=rectangle(-8, _NEAR, 8, _FAR)),
        Surface(material="paving", corners=rectangle(-4.5, _NEAR, 4.5, _FAR)),
        Surface(material="gutter", corners=rectangle(-4.6, _NEAR, -4.5, _FAR)),
        Surface(material="gutter", corners=rectangle(4.5, _NEAR, 4.6, _FAR)),
    ]
    walls: list[Wall] = []
    props: list[Prop] = []
    for side in (-1, 1):
        walls += _row_of_buildings(rng, side * 7.6, side, _NEAR, 90)
        y = 11.0
        while y < 60:
            if rng.random() < 0.75:
                props.append(
                    Prop(kind="stall", x=side * 5.9, y=y, heading_deg=-90 * side, seed=rng.randrange(60))
                )
            y += rng.uniform(3.6, 4.6)
    props += [Prop(kind="pole", x=-4.9, y=y, heading_deg=0, seed=1) for y in (18, 46)]
    walls.append(Wall(a=(-8, 92), b=(8, 92), height=15, style="shops", seed=rng.randrange(10**6)))
    return "concrete", surfaces, walls, props


KINDS: dict[str, Callable[[random.Random], _Parts]] = {
    "street": _street,
    "plaza": _plaza,
    "works_site": _works_site,
    "market": _market,
}

_EDGE = ROAD_HALF + 0.16
_OUTER = _EDGE + PAVEMENT
_LEFT = Area(
    id="pavement-left", kind="public_ground", name="左侧人行道", corners=rectangle(-_OUTER, -20, -_EDGE, 90)
)
_RIGHT = Area(
    id="pavement-right", kind="public_ground", name="右侧人行道", corners=rectangle(_EDGE, -20, _OUTER, 90)
)
_ROAD = Area(id="road", kind="road", name="车行道", corners=rectangle(-ROAD_HALF, -20, ROAD_HALF, 90))

AREAS: dict[str, tuple[Area, ...]] = {
    "street": (_LEFT, _RIGHT, _ROAD),
    "plaza": (Area(id="plaza", kind="plaza", name="广场", corners=rectangle(-26, -6, 26, 48)),),
    "works_site": (
        _LEFT,
        Area(
            id="verge", kind="public_ground", name="围挡外侧", corners=rectangle(_EDGE, -20, _EDGE + 2.9, 90)
        ),
        _ROAD,
        Area(id="site", kind="works_site", name="工地", corners=rectangle(_EDGE + 3.1, -6, _EDGE + 28, 60)),
    ),
    "market": (
        Area(id="lane", kind="public_ground", name="市场通道", corners=rectangle(-7.4, -10, 7.4, 80)),
    ),
}
