"""Cars, vans, trucks and buses: cross-sections lofted from bumper to bumper, glass, wheels and lamps.

Sizes after common models of Chinese streets: saloon 4.7 x 1.82 x 1.47 m, van 4.9 x 1.9 x 1.95 m,
light truck 5.9 x 2.05 x 2.3 m, city bus 10.5 x 2.5 x 3.1 m.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.figures.bodywork import CLEAR, DARK, GLASS, RED, panel, wheel
from gridwatch.simulator.render.figures.lorry import bus, truck
from gridwatch.simulator.render.mesh import Mesh

_PAINTS: tuple[tuple[float, float, float], ...] = (
    (232, 232, 232), (240, 240, 238), (225, 226, 228), (36, 34, 34), (28, 28, 30), (120, 118, 116), (168, 168, 170),
    (190, 190, 192), (92, 66, 42), (120, 70, 30), (34, 34, 120), (40, 40, 165), (60, 80, 90), (78, 104, 128),
    (90, 110, 70),
)  # fmt: skip
_VANS = ((235, 235, 235), (225, 228, 230), (190, 192, 194), (120, 118, 116), (60, 60, 62))

_BLACK = (22.0, 21.0, 20.0)
_STATIONS = 26  # cross-sections from bumper to bumper

Curve = Sequence[tuple[float, float]]
"""(y, value) points; y in metres from the middle of the car, forward."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shape:
    """A car as curves along its length, metres."""

    length: float
    wide: float  # half the width
    deck: Curve  # top of the body: boot, sill of the windows, bonnet
    roof: Curve  # top of the cabin, over its whole extent
    plan: Curve  # share of the half width
    glass: tuple[float, float]  # rear and front end of the side windows
    pillars: tuple[float, ...]  # y of the door pillars
    wheel: float  # radius
    axles: tuple[float, float]
    lamps: tuple[float, float]  # height of rear and front lamps


def vehicle(kind: str, seed: int) -> Mesh:
    """Build a car, suv, van, truck, or bus; the seed decides paint and details."""
    rng = random.Random(f"vehicle {seed}")
    if kind == "truck":
        return truck(rng)
    if kind == "bus":
        return bus(rng)
    shape = {"car": _car, "suv": _suv, "van": _van}[kind](rng)
    paint = rng.choice(_VANS if kind == "van" else _PAINTS)
    if kind == "car" and rng.random() < 0.12:  # a taxi
        paint = rng.choice(((60, 190, 235), (120, 160, 60), (190, 120, 40)))
    return _passenger(shape, paint, rng)


def _car(rng: random.Random) -> _Shape:
    hatch = rng.random() < 0.3
    length = rng.uniform(4.1, 4.4) if hatch else rng.uniform(4.55, 4.95)
    h = length / 2
    tail = -h + (0.32 if hatch else 0.95)  # where the rear window begins
    return _Shape(
        length=length, wide=rng.uniform(0.89, 0.93),
        deck=((-h, 0.62), (-h + 0.06, 0.84), (-h + 0.22, 1.00), (tail, 1.06), (0.0, 1.0), (h - 1.35, 0.98),
              (h - 0.55, 0.84), (h - 0.18, 0.72), (h, 0.50)),
        roof=((tail - 0.05, 1.0), (tail + 0.62, 1.38), (tail + 1.1, 1.46), (0.15, 1.47), (0.55, 1.42),
              (h - 1.25, 0.95)),
        plan=((-h, 0.80), (-h + 0.15, 0.93), (-h + 0.7, 1.0), (h - 1.0, 1.0), (h - 0.35, 0.93), (h - 0.1, 0.83),
              (h, 0.72)),
        glass=(tail + 0.42, h - 1.62), pillars=(-0.12,), wheel=0.325, axles=(-h + 1.0, h - 0.9), lamps=(0.86, 0.69),
    )  # fmt: skip


def _suv(rng: random.Random) -> _Shape:
    length = rng.uniform(4.4, 4.8)
    h = length / 2
    return _Shape(
        length=length, wide=rng.uniform(0.92, 0.96),
        deck=((-h, 0.66), (-h + 0.05, 0.95), (-h + 0.15, 1.12), (0.0, 1.10), (h - 1.2, 1.08), (h - 0.45, 0.98),
              (h - 0.15, 0.84), (h, 0.55)),
        roof=((-h + 0.10, 1.08), (-h + 0.48, 1.58), (-h + 0.9, 1.66), (0.1, 1.68), (0.6, 1.61), (h - 1.12, 1.05)),
        plan=((-h, 0.84), (-h + 0.12, 0.95), (-h + 0.6, 1.0), (h - 0.9, 1.0), (h - 0.3, 0.94), (h, 0.76)),
        glass=(-h + 0.55, h - 1.5), pillars=(-0.95, -0.08), wheel=0.365, axles=(-h + 0.95, h - 0.88), lamps=(1.0, 0.86),
    )  # fmt: skip


def _van(rng: random.Random) -> _Shape:
    length = rng.uniform(4.4, 5.2)
    h, high = length / 2, rng.uniform(1.85, 2.1)
    return _Shape(
        length=length, wide=rng.uniform(0.85, 0.98),
        deck=((-h, 0.75), (-h + 0.04, 1.05), (0.0, 1.12), (h - 0.75, 1.08), (h - 0.3, 1.0), (h - 0.06, 0.85),
              (h, 0.55)),
        roof=((-h + 0.05, 1.1), (-h + 0.14, high - 0.12), (-h + 0.5, high), (h - 1.7, high), (h - 1.3, high - 0.1),
              (h - 0.55, 1.08)),
        plan=((-h, 0.92), (-h + 0.1, 0.98), (-h + 0.4, 1.0), (h - 0.7, 1.0), (h - 0.2, 0.95), (h, 0.82)),
        glass=(-h + 0.3, h - 0.95), pillars=(-0.75, 0.45), wheel=0.33, axles=(-h + 0.9, h - 0.75), lamps=(1.0, 0.80),
    )  # fmt: skip


def _at(curve: Curve, y: NDArray[np.float64]) -> NDArray[np.float64]:
    """A curve through its points, rounded where they turn."""
    xs, values = zip(*curve, strict=True)
    soft = np.zeros_like(y)
    for shift, weight in ((-0.12, 0.2), (-0.05, 0.2), (0.0, 0.2), (0.05, 0.2), (0.12, 0.2)):
        soft += weight * np.interp(y + shift, xs, values)
    return soft


def _passenger(shape: _Shape, paint: tuple[float, float, float], rng: random.Random) -> Mesh:
    builder = Builder()
    h = shape.length / 2
    y = -h * np.cos(np.linspace(0, np.pi, _STATIONS))  # closer together at the ends, where it curves most
    deck, plan = _at(shape.deck, y), _at(shape.plan, y) * shape.wide
    low = 0.20 + 0.10 * (np.abs(y) > h - 0.25)
    section = (  # share of the half width, share of the height from low to deck
        (0.80, 0.0), (0.96, 0.10), (1.0, 0.45), (0.985, 0.80), (0.93, 0.95), (0.80, 1.0), (0.0, 1.035),
    )  # fmt: skip
    ring = [(-w, z) for w, z in section] + [(w, z) for w, z in section[-2::-1]]
    rings = np.array(
        [[(w * plan[i], y[i], low[i] + z * (deck[i] - low[i])) for w, z in ring] for i in range(_STATIONS)]
    )
    k = len(ring)
    colours = np.tile(np.asarray(paint, np.float32), (_STATIONS - 1, k, 1))
    colours[:, [0, k - 2]] *= 0.45
    colours[:, [1, k - 3]] *= 0.88
    colours[:, k - 1] = DARK
    builder.loft(rings, colours, gloss=0.5, cap_colour=tuple(0.6 * c for c in paint))
    _cabin(builder, shape, paint)
    _lamps(builder, shape, rng)
    for axle in shape.axles:
        for side in (-1, 1):
            wheel(builder, side * (shape.wide - 0.01), axle, shape.wheel, side)
    return builder.mesh()


def _cabin(builder: Builder, shape: _Shape, paint: tuple[float, float, float]) -> None:
    """Roof, windows and pillars over the deck."""
    first, last = shape.roof[0][0], shape.roof[-1][0]
    y = np.linspace(first, last, 18)
    deck, roof, plan = _at(shape.deck, y), _at(shape.roof, y), _at(shape.plan, y) * shape.wide
    roof = np.maximum(roof, deck + 0.01)
    peak = float(roof.max())
    rise = (roof - deck) / max(peak - 1.0, 0.3)
    rings, colours = [], []
    shell = np.asarray(paint, np.float32)
    for i in range(len(y)):
        tuck = 0.15 * np.clip(rise[i], 0, 1)  # the sides lean inwards
        base, edge = plan[i] * 0.93, plan[i] * (0.93 - tuck)
        rim = roof[i] - min(0.07, 0.35 * (roof[i] - deck[i]))
        half = [
            (-base, deck[i] - 0.03),
            (-edge, rim),
            (-edge * 0.90, roof[i] - 0.012),
            (0.0, roof[i] + 0.015),
        ]
        rings.append([(x, y[i], z) for x, z in half] + [(-x, y[i], z) for x, z in half[-2::-1]])
    for i in range(len(y) - 1):
        middle = (y[i] + y[i + 1]) / 2
        slope = abs(roof[i + 1] - roof[i]) / (y[1] - y[0])
        row = np.tile(shell, (7, 1))
        if shape.glass[0] < middle < shape.glass[1]:
            row[[0, 5]] = GLASS
        if slope > 0.26:  # windscreen and rear window, between painted edges
            row[[2, 3]] = GLASS
            row[[1, 4]] = shell * 0.55
        row[6] = DARK
        colours.append(row)
    paints = np.asarray(colours)
    is_glass = (paints == np.asarray(GLASS, np.float32)).all(2)
    points = np.asarray(rings)
    for chosen, gloss in ((~is_glass, 0.5), (is_glass, 0.9)):
        builder.skin(points, paints, chosen, gloss=gloss, bias=0.06)
    for pillar in shape.pillars:
        d, r = float(np.interp(pillar, y, deck)), float(np.interp(pillar, y, roof))
        w = float(np.interp(pillar, y, plan))
        for side in (-1, 1):
            foot, head = side * (w * 0.93 + 0.006), side * (w * 0.79 + 0.006)
            corners = [(foot, pillar - 0.05, d), (foot, pillar + 0.05, d), (head, pillar + 0.03, r - 0.05),
                       (head, pillar - 0.07, r - 0.05)]  # fmt: skip
            builder.polygon(corners, _BLACK, middle=(0, pillar, 0.9), bias=0.5)


def _lamps(builder: Builder, shape: _Shape, rng: random.Random) -> None:
    """Lamps at the corners, grille, bumpers, plates, door lines, handles and mirrors."""
    h, w = shape.length / 2, shape.wide
    back_z, front_z = shape.lamps
    for side in (-1, 1):
        for y, z, colour, facing, size in (
            (h - 0.14, front_z, CLEAR, 1, 0.085),
            (-h + 0.06, back_z, RED, -1, 0.095),
        ):
            inner, outer = side * w * 0.50, side * w * 0.90
            back = y - facing * 0.20
            builder.polygon(
                [(inner, y + facing * 0.10, z - size), (outer, y - facing * 0.06, z - size * 0.8),
                 (outer * 1.02, back, z + size * 0.9), (inner, y - facing * 0.02, z + size)],
                colour, middle=(0, y - facing * 0.8, z - 0.3), gloss=0.5, bias=0.6,
            )  # fmt: skip
        builder.ball(
            (side * (w + 0.09), h - 1.62, shape.deck[4][1] + 0.06),
            (0.11, 0.07, 0.075),
            DARK,
            sides=6,
            rows=4,
        )
        lines = [shape.glass[0] + 0.5, *shape.pillars, shape.glass[1] + 0.05]
        for y in lines:
            x = side * (w + 0.004)
            builder.polygon(
                [(x, y, 0.36), (x, y + 0.022, 0.36), (x * 0.985, y + 0.022, 0.88), (x * 0.985, y, 0.88)], (40, 40, 40),
                middle=(0, y, 0.6), bias=0.3,
            )  # fmt: skip
    panel(builder, (0, h - 0.02, 0.37), (w * 1.25, 0.20), 1, DARK, bias=0.7)
    panel(builder, (0, h - 0.06, front_z - 0.02), (w * 0.85, 0.12), 1, (44, 44, 46), gloss=0.2, bias=0.7)
    panel(builder, (0, -h + 0.02, 0.34), (w * 1.3, 0.14), -1, DARK, bias=0.7)
    plate = (
        (165, 85, 25) if rng.random() < 0.72 else (150, 205, 140)
    )  # blue plates, green ones for electric cars
    panel(builder, (0, h + 0.01, 0.42), (0.44, 0.13), 1, plate, bias=0.9)
    panel(builder, (0, -h - 0.01, back_z - 0.18), (0.44, 0.13), -1, plate, bias=0.9)
