"""Cars, vans, trucks and buses: cross-sections lofted from bumper to bumper, glass, wheels and lamps.

Sizes after common models of Chinese streets: saloon 4.7 x 1.82 x 1.47 m, van 4.9 x 1.9 x 1.95 m,
light truck 5.9 x 2.05 x 2.3 m, city bus 10.5 x 2.5 x 3.1 m.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.mesh import Builder, Mesh

_PAINTS: tuple[tuple[float, float, float], ...] = (
    (232, 232, 232), (240, 240, 238), (225, 226, 228), (36, 34, 34), (28, 28, 30), (120, 118, 116), (168, 168, 170),
    (190, 190, 192), (92, 66, 42), (120, 70, 30), (34, 34, 120), (40, 40, 165), (60, 80, 90), (78, 104, 128),
    (90, 110, 70),
)  # fmt: skip
_VANS = ((235, 235, 235), (225, 228, 230), (190, 192, 194), (120, 118, 116), (60, 60, 62))
_GLASS = (40.0, 36.0, 32.0)
_TYRE = (30.0, 30.0, 31.0)
_RIM = (150.0, 150.0, 150.0)
_DARK = (34.0, 33.0, 32.0)

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
        return _truck(rng)
    if kind == "bus":
        return _bus(rng)
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
        roof=((tail - 0.05, 1.0), (tail + 0.62, 1.38), (tail + 1.1, 1.46), (0.15, 1.47), (0.55, 1.42), (h - 1.25, 0.95)),
        plan=((-h, 0.80), (-h + 0.15, 0.93), (-h + 0.7, 1.0), (h - 1.0, 1.0), (h - 0.35, 0.93), (h - 0.1, 0.83), (h, 0.72)),
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
        deck=((-h, 0.75), (-h + 0.04, 1.05), (0.0, 1.12), (h - 0.75, 1.08), (h - 0.3, 1.0), (h - 0.06, 0.85), (h, 0.55)),
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
    colours[:, k - 1] = _DARK
    builder.loft(rings, colours, gloss=0.5, cap_colour=tuple(0.6 * c for c in paint))
    _cabin(builder, shape, paint)
    _lamps(builder, shape, rng)
    for axle in shape.axles:
        for side in (-1, 1):
            _wheel(builder, side * (shape.wide - 0.01), axle, shape.wheel, side)
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
        half = [(-base, deck[i] - 0.03), (-edge, rim), (-edge * 0.90, roof[i] - 0.012), (0.0, roof[i] + 0.015)]
        rings.append([(x, y[i], z) for x, z in half] + [(-x, y[i], z) for x, z in half[-2::-1]])
    for i in range(len(y) - 1):
        middle = (y[i] + y[i + 1]) / 2
        slope = abs(roof[i + 1] - roof[i]) / (y[1] - y[0])
        row = np.tile(shell, (7, 1))
        if shape.glass[0] < middle < shape.glass[1]:
            row[[0, 5]] = _GLASS
        if slope > 0.26:  # windscreen and rear window, between painted edges
            row[[2, 3]] = _GLASS
            row[[1, 4]] = shell * 0.55
        row[6] = _DARK
        colours.append(row)
    paints = np.asarray(colours)
    is_glass = (paints == np.asarray(_GLASS, np.float32)).all(2)
    points = np.asarray(rings)
    for chosen, gloss in ((~is_glass, 0.5), (is_glass, 0.9)):
        builder.skin(points, paints, chosen, gloss=gloss, bias=0.06)
    for pillar in shape.pillars:
        d, r = float(np.interp(pillar, y, deck)), float(np.interp(pillar, y, roof))
        w = float(np.interp(pillar, y, plan))
        for side in (-1, 1):
            corners = [(side * (w * 0.93 + 0.006), pillar - 0.05, d), (side * (w * 0.93 + 0.006), pillar + 0.05, d),
                       (side * (w * 0.79 + 0.006), pillar + 0.03, r - 0.05), (side * (w * 0.79 + 0.006), pillar - 0.07, r - 0.05)]  # fmt: skip
            builder.polygon(corners, _BLACK, middle=(0, pillar, 0.9), bias=0.5)


def _lamps(builder: Builder, shape: _Shape, rng: random.Random) -> None:
    """Lamps at the corners, grille, bumpers, plates, door lines, handles and mirrors."""
    h, w = shape.length / 2, shape.wide
    back_z, front_z = shape.lamps
    clear, red = (228, 232, 235), (34, 30, 170)
    for side in (-1, 1):
        for y, z, colour, facing, size in ((h - 0.14, front_z, clear, 1, 0.085), (-h + 0.06, back_z, red, -1, 0.095)):
            inner, outer = side * w * 0.50, side * w * 0.90
            back = y - facing * 0.20
            builder.polygon(
                [(inner, y + facing * 0.10, z - size), (outer, y - facing * 0.06, z - size * 0.8),
                 (outer * 1.02, back, z + size * 0.9), (inner, y - facing * 0.02, z + size)],
                colour, middle=(0, y - facing * 0.8, z - 0.3), gloss=0.5, bias=0.6,
            )  # fmt: skip
        builder.ball((side * (w + 0.09), h - 1.62, shape.deck[4][1] + 0.06), (0.11, 0.07, 0.075), _DARK, sides=6, rows=4)
        lines = [shape.glass[0] + 0.5, *shape.pillars, shape.glass[1] + 0.05]
        for y in lines:
            x = side * (w + 0.004)
            builder.polygon(
                [(x, y, 0.36), (x, y + 0.022, 0.36), (x * 0.985, y + 0.022, 0.88), (x * 0.985, y, 0.88)], (40, 40, 40),
                middle=(0, y, 0.6), bias=0.3,
            )  # fmt: skip
    _panel(builder, (0, h - 0.02, 0.37), (w * 1.25, 0.20), 1, _DARK, bias=0.7)
    _panel(builder, (0, h - 0.06, front_z - 0.02), (w * 0.85, 0.12), 1, (44, 44, 46), gloss=0.2, bias=0.7)
    _panel(builder, (0, -h + 0.02, 0.34), (w * 1.3, 0.14), -1, _DARK, bias=0.7)
    plate = (165, 85, 25) if rng.random() < 0.72 else (150, 205, 140)  # blue plates, green ones for electric cars
    _panel(builder, (0, h + 0.01, 0.42), (0.44, 0.13), 1, plate, bias=0.9)
    _panel(builder, (0, -h - 0.01, back_z - 0.18), (0.44, 0.13), -1, plate, bias=0.9)


def _panel(
    builder: Builder,
    centre: tuple[float, float, float],
    size: tuple[float, float],
    facing: int,
    colour: Sequence[float],
    *,
    gloss: float = 0.0,
    bias: float = 0.0,
) -> None:
    """A flat upright plate that looks forward (facing 1) or back (-1)."""
    x, y, z = centre
    w, h = size[0] / 2, size[1] / 2
    corners = [(x - w, y, z - h), (x + w, y, z - h), (x + w, y, z + h), (x - w, y, z + h)]
    builder.polygon(corners, colour, middle=(x, y - facing, z), gloss=gloss, bias=bias)


def _wheel(builder: Builder, x: float, y: float, radius: float, side: int, bias: float = 0.35) -> None:
    builder.tube((x - side * 0.18, y, radius), (x, y, radius), radius, radius, _TYRE, sides=14)
    builder.disc((x + side * 0.006, y, radius + 0.03), (side, 0, 0), radius * 1.16, (26, 26, 26), bias=0.03)
    builder.disc((x + side * 0.01, y, radius), (side, 0, 0), radius, _TYRE, bias=0.06)
    builder.disc(
        (x + side * 0.014, y, radius), (side, 0, 0), radius * 0.64, _RIM, sides=10, bias=0.09, gloss=0.2
    )
    builder.disc((x + side * 0.018, y, radius), (side, 0, 0), radius * 0.2, (70, 70, 70), sides=8, bias=0.12)


def _truck(rng: random.Random) -> Mesh:
    builder = Builder()
    length, wide, high = rng.uniform(5.6, 7.6), rng.uniform(0.98, 1.2), rng.uniform(2.1, 2.8)
    cab = rng.choice(((190, 110, 40), (235, 235, 235), (60, 60, 180), (170, 90, 30), (90, 140, 60)))
    rear, front = -length / 2, length / 2
    cab_back = front - 1.75
    builder.box((0, (rear + front) / 2, 0.62), (wide * 1.3, length * 0.94, 0.22), (52, 50, 48))
    w = wide * 0.97
    profile = [
        (cab_back, 0.55),
        (front - 0.02, 0.55),
        (front, 1.15),
        (front - 0.28, high * 0.94),
        (cab_back, high),
    ]
    left = [(-w, y, z) for y, z in profile]
    right = [(w, y, z) for y, z in profile]
    paint = np.tile(np.asarray(cab, np.float32), (1, 5, 1))
    paint[0, 0] = _DARK
    paint[0, 2] = _GLASS
    builder.loft([left, right], paint, gloss=0.35, cap_colour=cab)
    for side in (-1, 1):
        x = side * (w + 0.01)
        window = [(x, cab_back + 0.35, 1.30), (x, front - 0.22, 1.30), (x, front - 0.34, high * 0.88),
                  (x, cab_back + 0.35, high * 0.90)]  # fmt: skip
        builder.polygon(window, _GLASS, middle=(0, front - 1, 1.4), gloss=0.7, bias=1)
        builder.box((side * (w + 0.16), front - 0.1, 1.55), (0.12, 0.1, 0.34), _DARK)
        _panel(
            builder,
            (side * w * 0.72, front + 0.02, 0.82),
            (0.36, 0.18),
            1,
            (235, 238, 240),
            gloss=0.7,
            bias=0.2,
        )
        _panel(builder, (side * w * 0.8, rear - 0.02, 0.7), (0.30, 0.14), -1, (40, 36, 190), bias=0.2)
    _panel(builder, (0, front + 0.02, 0.66), (w * 1.9, 0.2), 1, _DARK, bias=0.15)
    bed = (length - 1.95) / 2
    bed_y = rear + bed
    style = rng.random()
    if style < 0.45:  # a closed box
        box = rng.choice(((228, 228, 226), (205, 206, 204), (150, 100, 50), (90, 130, 70)))
        builder.box((0, bed_y, 0.85 + 0.95), (wide * 2, bed * 2, 1.9), box)
        for side in (-1, 1):
            stripe = [(side * (wide + 0.01), bed_y - bed * 0.7, 1.6), (side * (wide + 0.01), bed_y + bed * 0.7, 1.6),
                      (side * (wide + 0.01), bed_y + bed * 0.7, 1.9), (side * (wide + 0.01), bed_y - bed * 0.7, 1.9)]  # fmt: skip
            builder.polygon(
                stripe,
                rng.choice(((180, 90, 30), (50, 50, 190), (60, 130, 50))),
                middle=(0, bed_y, 1.7),
                bias=4,
            )
    else:  # an open bed with side boards, empty or with a covered load
        board = rng.choice(((150, 96, 50), (60, 60, 150), (70, 110, 130)))
        builder.box((0, bed_y, 0.85), (wide * 2, bed * 2, 0.14), (70, 66, 64))
        for side in (-1, 1):
            builder.box((side * wide, bed_y, 1.15), (0.07, bed * 2, 0.5), board)
        for y in (rear + 0.03, rear + 2 * bed):
            builder.box((0, y, 1.15), (wide * 2, 0.06, 0.5), board)
        if style > 0.7:
            top = [
                (-wide * 0.9, 1.38),
                (-wide * 0.6, 1.75),
                (0, 1.88),
                (wide * 0.6, 1.75),
                (wide * 0.9, 1.38),
            ]
            rings = [[(x, bed_y + side * bed * 0.92, z) for x, z in top] for side in (-1, 1)]
            builder.loft(rings, (62, 96, 66), bias=0.05)
    for share in (0.17, 0.27, 0.86) if length > 6.4 else (0.2, 0.86):
        for side in (-1, 1):
            _wheel(builder, side * wide * 0.97, rear + share * length, 0.42, side)
    return builder.mesh()


def _bus(rng: random.Random) -> Mesh:
    builder = Builder()
    length, wide, high = rng.uniform(9.0, 11.5), 1.25, 3.05
    paint = np.asarray(
        rng.choice(((90, 150, 70), (200, 130, 50), (60, 130, 225), (225, 225, 225))), np.float32
    )
    rear, front = -length / 2, length / 2
    outline = [(rear, 0.35), (front - 0.05, 0.35), (front + 0.02, 1.1), (front - 0.12, 2.9), (front - 0.3, high),
               (rear + 0.12, high), (rear, 2.8)]  # fmt: skip
    rings = [[(side * wide, y, z) for y, z in outline] for side in (-1, 1)]
    colours = np.tile(paint, (1, 7, 1))
    colours[0, [4]] = (225, 225, 225)
    colours[0, 0] = _DARK
    builder.loft(rings, colours, gloss=0.3, cap_colour=tuple(float(v) for v in paint))
    panes = int(length / 1.45)
    for side in (-1, 1):
        x = side * (wide + 0.01)
        for i in range(panes):
            a = rear + 0.5 + i * (length - 0.9) / panes
            b = a + (length - 0.9) / panes - 0.10
            corners = [(x, a, 1.35), (x, b, 1.35), (x, b, 2.45), (x, a, 2.45)]
            builder.polygon(corners, _GLASS, middle=(0, a, 1.8), gloss=0.75, bias=9)
        skirt = [(x, rear + 0.1, 0.36), (x, front - 0.1, 0.36), (x, front - 0.1, 0.85), (x, rear + 0.1, 0.85)]
        builder.polygon(skirt, (215, 215, 212), middle=(0, 0, 0.6), bias=8)
        _panel(builder, (side * 0.9, front + 0.03, 0.75), (0.4, 0.2), 1, (235, 238, 240), gloss=0.6, bias=9)
        _panel(builder, (side * 1.0, rear - 0.02, 0.9), (0.24, 0.34), -1, (40, 36, 190), bias=9)
        builder.box((side * (wide + 0.2), front - 0.05, 2.3), (0.14, 0.14, 0.4), _DARK)
    _panel(builder, (0, front + 0.02, 1.85), (2.2, 1.45), 1, _GLASS, gloss=0.7, bias=8.5)
    _panel(builder, (0, front + 0.03, 2.72), (1.6, 0.24), 1, (30, 140, 255), gloss=0.0, bias=9)
    _panel(builder, (0, rear - 0.02, 2.1), (2.0, 0.9), -1, _GLASS, gloss=0.6, bias=9)
    for share in (0.24, 0.78):
        for side in (-1, 1):
            _wheel(builder, side * (wide - 0.01), rear + share * length, 0.48, side, bias=10)
    return builder.mesh()
