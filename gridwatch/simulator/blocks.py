"""What templates of places are built from: carriageways, pavements, rows of buildings, rows of trees."""

from __future__ import annotations

import math
import random

from gridwatch.simulator.scenery import Prop, Surface, Wall, rectangle

NEAR, FAR = -75.0, 150.0  # extent along y
_STYLES = ("shops", "shops", "flats", "office")
ROAD_HALF = 4.6  # half the width of every street's carriageway
PAVEMENT = 4.4  # width of its pavements


def carriageway(rng: random.Random, half: float) -> list[Surface]:
    """Asphalt with kerbs, lane marks, a crossing, manholes and patches."""
    parts = [Surface(material="asphalt", corners=rectangle(-half, NEAR, half, FAR))]
    for side in (-1, 1):
        x0, x1 = sorted((side * half, side * (half + 0.16)))
        parts.append(Surface(material="kerb", corners=rectangle(x0, NEAR, x1, FAR)))
        x0, x1 = sorted((side * (half - 0.09), side * half))
        parts.append(Surface(material="gutter", corners=rectangle(x0, NEAR, x1, FAR)))
        x0, x1 = sorted((side * (half - 2.35), side * (half - 2.25)))
        parts.append(
            Surface(material="paint", corners=rectangle(x0, NEAR, x1, FAR), stripe_m=6.0, stripe_on=0.45)
        )
    parts.append(Surface(material="yellow", corners=rectangle(-0.08, NEAR, 0.08, FAR)))
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


def pavement(
    x0: float, x1: float, y0: float = NEAR, y1: float = FAR, material: str = "paving"
) -> list[Surface]:
    """Paving with a tactile strip along its middle."""
    middle = (x0 + x1) / 2
    return [
        Surface(material=material, corners=rectangle(x0, y0, x1, y1)),
        Surface(material="tactile", corners=rectangle(middle - 0.2, y0, middle + 0.2, y1)),
    ]


def row_of_buildings(rng: random.Random, x: float, facing: int, y0: float, y1: float) -> list[Wall]:
    """Faces and gables of buildings along y; `facing` 1 has them to the right of the street."""
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


def ends(rng: random.Random) -> list[Wall]:
    """Buildings across both ends of a street, so that it does not run into nowhere."""
    return [
        Wall(
            a=(-45, y),
            b=(45, y),
            height=rng.choice((16, 22, 28)),
            style=rng.choice(("flats", "office")),
            seed=rng.randrange(10**6),
        )
        for y in (NEAR - 6, FAR + 8)
    ]


def trees(rng: random.Random, x: float, y0: float, y1: float, step: float) -> list[Prop]:
    """A row of trees along y."""
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
