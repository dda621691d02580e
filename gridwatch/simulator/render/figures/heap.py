"""Heaps: construction rubble, household bags, and what resembles them (leaves, sand under a net, bricks)."""

from __future__ import annotations

import math
import random

import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.mesh import Mesh

Bgr = tuple[float, float, float]
_BRICK: tuple[Bgr, ...] = ((58, 76, 142), (62, 88, 158), (48, 62, 118), (84, 110, 170))
_STONE: tuple[Bgr, ...] = (
    (150, 156, 160),
    (172, 176, 178),
    (126, 130, 134),
    (200, 203, 204),
    (108, 112, 118),
)
_WOOD: tuple[Bgr, ...] = ((92, 134, 176), (70, 104, 142), (120, 162, 198))
_SACK: tuple[Bgr, ...] = ((222, 224, 224), (206, 210, 206), (150, 170, 110), (90, 140, 190), (190, 150, 90))
_BAG: tuple[Bgr, ...] = (
    (232, 232, 232), (26, 26, 28), (34, 32, 32), (60, 50, 190), (200, 120, 40), (225, 225, 235), (90, 190, 90),
    (60, 190, 235), (190, 150, 215), (150, 200, 225),
)  # fmt: skip
_PAPER: tuple[Bgr, ...] = ((110, 150, 188), (130, 170, 205), (228, 228, 226), (200, 200, 240), (190, 140, 70))
_LEAF: tuple[Bgr, ...] = ((50, 120, 170), (40, 90, 140), (60, 150, 190), (50, 130, 120), (60, 80, 110))


def heap(kind: str, seed: int, growth: float = 1.0) -> Mesh:
    """Build a heap; `kind` rubble, bags, mixed, leaves, or net; `growth` 0..1 of its full volume."""
    rng = random.Random(f"heap {seed}")
    radius = {
        "rubble": rng.uniform(1.1, 1.9),
        "mixed": rng.uniform(0.9, 1.6),
        "bags": rng.uniform(0.7, 1.4),
    }.get(kind, rng.uniform(0.8, 1.3))
    growth = max(0.05, min(1.0, growth))
    radius *= growth ** (1 / 3)
    height = radius * {"leaves": 0.28, "net": 0.62}.get(kind, rng.uniform(0.42, 0.6))
    stretch = rng.uniform(0.75, 1.35)
    mound = _Mound(radius, height, stretch, rng)
    builder = Builder()
    base = {"leaves": (46, 88, 120), "net": (60, 118, 62), "bags": (70, 78, 84)}.get(kind, (104, 116, 126))
    mound.skin(builder, base)
    if kind == "net":
        return builder.mesh()
    pieces = int(growth * 60 * radius**1.6) + 25
    for _ in range(pieces * (3 if kind == "leaves" else 2)):
        _piece(builder, kind, mound, rng)
    return builder.mesh()


class _Mound:
    """A rounded hill with lumps: height over the ground at a place."""

    def __init__(self, radius: float, height: float, stretch: float, rng: random.Random) -> None:
        self.rx, self.ry, self.height = radius * stretch**0.5, radius / stretch**0.5, height
        self.waves = [(rng.uniform(0, 2 * math.pi), rng.uniform(0.06, 0.16)) for _ in range(4)]

    def edge(self, angle: float) -> float:
        return 1 + sum(size * math.sin((i + 2) * angle + start) for i, (start, size) in enumerate(self.waves))

    def at(self, share: float, angle: float) -> NDArray[np.float64]:
        reach = share * self.edge(angle)
        z = self.height * max(0.0, 1 - share**1.7) * (1 + 0.5 * (self.edge(angle * 1.7 + 1) - 1))
        return np.array([reach * self.rx * math.cos(angle), reach * self.ry * math.sin(angle), z])

    def skin(self, builder: Builder, colour: Bgr) -> None:
        sides, shares = 18, (1.0, 0.82, 0.6, 0.38, 0.16)
        rings = np.array([[self.at(s, 2 * math.pi * i / sides) for i in range(sides)] for s in shares])
        tint = np.random.default_rng(int(self.rx * 1e4)).normal(1, 0.12, (len(shares) - 1, sides, 1))
        builder.loft(rings, np.asarray(colour) * np.clip(tint, 0.6, 1.3), bias=-0.15)


def _piece(builder: Builder, kind: str, mound: _Mound, rng: random.Random) -> None:
    angle = rng.uniform(0, 2 * math.pi)
    share = math.sqrt(rng.random()) * (1.18 if kind != "net" else 1.0)
    place = mound.at(min(share, 1.0), angle)
    if share > 1:  # scattered around the foot
        place[:2] *= share
    draw = rng.random()
    if kind == "leaves":
        _flake(builder, _up(place, 0.02), rng.uniform(0.04, 0.10), rng.choice(_LEAF), rng)
    elif kind == "rubble" or (kind == "mixed" and draw < 0.45):
        _debris(builder, place, rng)
    elif rng.random() < 0.30:
        _flake(builder, _up(place, 0.04), rng.uniform(0.06, 0.17), rng.choice(_PAPER), rng)
    else:
        size = rng.uniform(0.10, 0.24) * (0.7 if share > 1 else 1)
        sack(builder, place, size, rng.choice(_BAG), rng, gloss=0.28)


def _debris(builder: Builder, place: NDArray[np.float64], rng: random.Random) -> None:
    draw = rng.random()
    if draw < 0.36:
        _chunk(builder, place, (0.12, 0.24, 0.06), rng.choice(_BRICK), rng)
    elif draw < 0.76:
        size = rng.uniform(0.06, 0.26)
        _chunk(builder, place, (size, size * rng.uniform(0.6, 1.4), size * 0.6), rng.choice(_STONE), rng)
    elif draw < 0.84:
        _chunk(builder, _up(place, 0.05), (0.08, rng.uniform(0.5, 1.3), 0.03), rng.choice(_WOOD), rng)
    elif draw < 0.92:
        sack(builder, place, rng.uniform(0.16, 0.3), rng.choice(_SACK), rng)
    else:
        _flake(builder, _up(place, 0.06), rng.uniform(0.15, 0.35), rng.choice(_PAPER), rng)


def _up(place: NDArray[np.float64], rise: float) -> NDArray[np.float64]:
    result: NDArray[np.float64] = place + np.array([0.0, 0.0, rise])
    return result


def _turn(rng: random.Random, steep: float) -> NDArray[np.float64]:
    a, b, c = rng.uniform(0, 2 * math.pi), rng.gauss(0, steep), rng.gauss(0, steep)
    rz = np.array([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]])
    rx = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    ry = np.array([[math.cos(c), 0, math.sin(c)], [0, 1, 0], [-math.sin(c), 0, math.cos(c)]])
    result: NDArray[np.float64] = rz @ rx @ ry
    return result


_SIGNS = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)], np.float64) / 2
_SIDES = [(0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (1, 3, 7, 5)]


def _chunk(
    builder: Builder,
    place: NDArray[np.float64],
    size: tuple[float, float, float],
    colour: Bgr,
    rng: random.Random,
) -> None:
    jitter = np.array([[rng.uniform(0.65, 1.15) for _ in range(3)] for _ in range(8)])
    points = (_SIGNS * size * jitter) @ _turn(rng, 0.45).T + place + (0, 0, size[2] * 0.4)
    points[:, 2] = np.maximum(points[:, 2], 0.0)
    shade = rng.uniform(0.8, 1.15)
    tints = [[c * shade * rng.uniform(0.92, 1.06) for c in colour] for _ in _SIDES]
    builder.add(points, _SIDES, tints, middle=points.mean(0))


def _flake(
    builder: Builder, place: NDArray[np.float64], size: float, colour: Bgr, rng: random.Random
) -> None:
    corners = np.array([[-1, -0.7, 0], [1, -0.8, 0.1], [0.9, 0.8, 0], [-0.8, 0.9, 0.15]]) * size
    points = corners @ _turn(rng, 0.35).T + place
    points[:, 2] = np.maximum(points[:, 2], 0.01)
    builder.polygon(points, colour, bias=0.04, thin=True)


def sack(
    builder: Builder,
    place: NDArray[np.float64],
    size: float,
    colour: Bgr,
    rng: random.Random,
    gloss: float = 0.0,
) -> None:
    """Add a tied bag of about `size` metres' radius: a lumpy ball with a knot."""
    sides, rows = 8, 5
    rings = []
    for p in np.linspace(0.25, math.pi - 0.2, rows):
        lump = [rng.uniform(0.78, 1.15) for _ in range(sides)]
        rings.append(
            [
                (
                    size * lump[i] * math.sin(p) * math.cos(2 * math.pi * i / sides),
                    size * lump[i] * math.sin(p) * math.sin(2 * math.pi * i / sides),
                    -size * 0.72 * math.cos(p),
                )
                for i in range(sides)
            ]
        )
    points = np.asarray(rings) @ _turn(rng, 0.4).T + place + (0, 0, size * 0.55)
    points[..., 2] = np.maximum(points[..., 2], 0.0)
    tints = (
        np.asarray(colour)
        * np.array([[rng.uniform(0.72, 1.12) for _ in range(sides)] for _ in range(rows - 1)])[..., None]
    )
    builder.loft(points, np.clip(tints, 0, 255), gloss=gloss)
