"""Templates of places: a street, a plaza, a building site beside a street, a market lane."""

from __future__ import annotations

import random
from collections.abc import Callable

from gridwatch.simulator.blocks import (
    FAR,
    NEAR,
    PAVEMENT,
    ROAD_HALF,
    carriageway,
    ends,
    pavement,
    row_of_buildings,
    trees,
)
from gridwatch.simulator.scenery import Area, Prop, Scene, Surface, Wall, rectangle

_Parts = tuple[str, list[Surface], list[Wall], list[Prop]]


def scene(kind: str, scene_id: str, x: float, y: float, turn_deg: float, seed: int) -> Scene:
    """Build a scene of a kind in `KINDS`; the seed varies widths, buildings and planting."""
    rng = random.Random(f"scene {kind} {seed}")
    base, surfaces, walls, props = KINDS[kind](rng)
    return Scene(
        id=scene_id, kind=kind, x=x, y=y, turn_deg=turn_deg, base=base,
        surfaces=tuple(surfaces), walls=tuple(walls), props=tuple(props), areas=AREAS[kind],
    )  # fmt: skip


def _street(rng: random.Random) -> _Parts:
    half, wide = ROAD_HALF, PAVEMENT
    edge = half + 0.16
    surfaces = carriageway(rng, half)
    props: list[Prop] = []
    walls: list[Wall] = []
    material = rng.choice(("paving", "paving_red"))
    for side in (-1, 1):
        x0, x1 = sorted((side * edge, side * (edge + wide)))
        surfaces += pavement(x0, x1, material=material)
        walls += row_of_buildings(rng, side * (edge + wide), side, NEAR, FAR)
        props += trees(rng, side * (edge + 0.7), -60, 130, rng.uniform(9, 13))
        for y in (-46, -14, 16, 44, 76, 108):
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
    walls += ends(rng)
    return "concrete", surfaces, walls, props


def _plaza(rng: random.Random) -> _Parts:
    surfaces = [Surface(material="plaza", corners=rectangle(-26, -6, 26, 48))]
    walls: list[Wall] = []
    props: list[Prop] = []
    for side in (-1, 1):
        walls += row_of_buildings(rng, side * 34, side, -20, 70)
        x0, x1 = sorted((side * 26, side * 34))
        surfaces.append(Surface(material="grass", corners=rectangle(x0, -20, x1, 60)))
        props += trees(rng, side * 29.5, 2, 58, 7.5)
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
        Surface(material="dirt", corners=rectangle(edge + 3, NEAR, 60, FAR)),
        *carriageway(rng, half),
    ]
    surfaces += pavement(-edge - wide, -edge)
    surfaces += [Surface(material="concrete", corners=rectangle(edge, NEAR, edge + 3, FAR))]
    surfaces += [Surface(material="concrete", corners=rectangle(edge + 3, 17, edge + 26, 25))]
    props: list[Prop] = []
    y = -42.0
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
    walls = row_of_buildings(rng, -edge - wide, -1, NEAR, FAR)
    walls.append(
        Wall(a=(edge + 30, 8), b=(edge + 30, 90), height=27, style="frame", seed=rng.randrange(10**6))
    )
    walls.append(
        Wall(a=(edge + 12, 62), b=(edge + 30, 62), height=21, style="frame", seed=rng.randrange(10**6))
    )
    props += trees(rng, -edge - 0.7, -60, 130, 11)
    props += [Prop(kind="pole", x=-edge - 0.5, y=y, heading_deg=0, seed=1) for y in (20, 52)]
    walls += ends(rng)
    return "concrete", surfaces, walls, props


def _market(rng: random.Random) -> _Parts:
    """A pedestrian street of 9 m with stalls along both sides."""
    surfaces = [
        Surface(material="concrete", corners=rectangle(-8, NEAR, 8, FAR)),
        Surface(material="paving", corners=rectangle(-4.5, NEAR, 4.5, FAR)),
        Surface(material="gutter", corners=rectangle(-4.6, NEAR, -4.5, FAR)),
        Surface(material="gutter", corners=rectangle(4.5, NEAR, 4.6, FAR)),
    ]
    walls: list[Wall] = []
    props: list[Prop] = []
    for side in (-1, 1):
        walls += row_of_buildings(rng, side * 7.6, side, NEAR, 90)
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
