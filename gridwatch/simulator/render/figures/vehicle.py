"""Cars, vans, trucks and buses: cross-sections lofted from bumper to bumper, glass, wheels and lamps.

Sizes after common models of Chinese streets: saloon 4.7 x 1.82 x 1.47 m, van 4.9 x 1.9 x 1.95 m,
light truck 5.9 x 2.05 x 2.3 m, city bus 10.5 x 2.5 x 3.1 m.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from gridwatch.simulator.render.mesh import Builder, Mesh

_PAINTS: tuple[tuple[float, float, float], ...] = (
    (232, 232, 232), (240, 240, 238), (225, 226, 228), (36, 34, 34), (28, 28, 30), (120, 118, 116), (168, 168, 170),
    (190, 190, 192), (92, 66, 42), (120, 70, 30), (34, 34, 120), (40, 40, 165), (60, 80, 90), (78, 104, 128),
    (90, 110, 70),
)  # fmt: skip
_GLASS = (54.0, 48.0, 42.0)
_TYRE = (30.0, 30.0, 31.0)
_RIM = (150.0, 150.0, 150.0)
_DARK = (34.0, 33.0, 32.0)

# Stations along the length: y from the rear, top of the body, half width, then the roof over it (or None).
_Station = tuple[float, float, float, float | None]


def vehicle(kind: str, seed: int) -> Mesh:
    """Build a car, suv, van, truck, or bus; the seed decides paint and details."""
    rng = random.Random(f"vehicle {seed}")
    makers = {"car": _car, "suv": _suv, "van": _van, "truck": _truck, "bus": _bus}
    return makers[kind](rng)


def _car(rng: random.Random) -> Mesh:
    length, wide = rng.uniform(4.45, 4.9), rng.uniform(0.88, 0.93)
    paint = rng.choice(_PAINTS)
    if rng.random() < 0.12:  # a taxi
        paint = rng.choice(((60, 190, 235), (120, 160, 60), (190, 120, 40)))
    stations: Sequence[_Station] = (
        (0.00, 0.70, 0.80, None), (0.10, 0.86, 0.95, None), (0.60, 0.98, 1.0, None), (1.30, 0.97, 1.0, 1.40),
        (2.20, 0.95, 1.0, 1.47), (2.85, 0.93, 1.0, 1.42), (3.60, 0.90, 0.99, None), (4.35, 0.76, 0.94, None),
        (4.62, 0.62, 0.84, None), (4.70, 0.52, 0.76, None),
    )  # fmt: skip
    builder = _body(stations, length, 4.7, wide, paint, first_glass=2, last_glass=6)
    _fittings(builder, length, wide, wheel=0.32, axles=(0.19, 0.80), lamp_z=(0.78, 0.66), rng=rng)
    return builder.mesh()


def _suv(rng: random.Random) -> Mesh:
    length, wide = rng.uniform(4.4, 4.8), rng.uniform(0.91, 0.96)
    stations: Sequence[_Station] = (
        (0.00, 0.80, 0.86, None), (0.08, 1.02, 0.97, None), (0.40, 1.05, 1.0, 1.55), (1.20, 1.04, 1.0, 1.68),
        (2.30, 1.03, 1.0, 1.70), (2.90, 1.02, 1.0, 1.62), (3.55, 1.02, 0.99, None), (4.35, 0.93, 0.96, None),
        (4.62, 0.76, 0.88, None), (4.70, 0.58, 0.80, None),
    )  # fmt: skip
    builder = _body(stations, length, 4.7, wide, rng.choice(_PAINTS), first_glass=1, last_glass=6)
    _fittings(builder, length, wide, wheel=0.36, axles=(0.19, 0.80), lamp_z=(0.95, 0.82), rng=rng)
    return builder.mesh()


def _van(rng: random.Random) -> Mesh:
    length, wide = rng.uniform(4.5, 5.3), rng.uniform(0.86, 0.98)
    paint = rng.choice(((235, 235, 235), (225, 228, 230), (190, 192, 194), (120, 118, 116), (60, 60, 62)))
    stations: Sequence[_Station] = (
        (0.00, 0.95, 0.94, None), (0.06, 1.10, 0.99, 1.82), (0.90, 1.10, 1.0, 1.95), (2.60, 1.10, 1.0, 1.95),
        (3.45, 1.08, 1.0, 1.88), (4.25, 1.05, 0.98, None), (4.62, 0.86, 0.92, None), (4.70, 0.60, 0.86, None),
    )  # fmt: skip
    builder = _body(stations, length, 4.7, wide, paint, first_glass=0, last_glass=5)
    _fittings(builder, length, wide, wheel=0.33, axles=(0.18, 0.82), lamp_z=(1.05, 0.80), rng=rng)
    return builder.mesh()


def _body(
    stations: Sequence[_Station],
    length: float,
    nominal: float,
    wide: float,
    paint: tuple[float, float, float],
    *,
    first_glass: int,
    last_glass: int,
) -> Builder:
    builder = Builder()
    lower, upper = [], []
    for y, top, width, roof in stations:
        y_m = y / nominal * length - length / 2
        w = wide * width
        bottom = 0.24
        sill, belt = bottom + 0.16, top - 0.10
        lower.append(
            [(-w * 0.90, y_m, bottom), (-w, y_m, sill), (-w, y_m, belt), (-w * 0.90, y_m, top),
             (w * 0.90, y_m, top), (w, y_m, belt), (w, y_m, sill), (w * 0.90, y_m, bottom)]
        )  # fmt: skip
        top_z = roof if roof is not None else top + 0.005
        inner = 0.70 if roof is not None else 0.86
        upper.append(
            [(-w * 0.90, y_m, top - 0.02), (-w * inner, y_m, top_z - 0.05), (-w * inner * 0.86, y_m, top_z),
             (w * inner * 0.86, y_m, top_z), (w * inner, y_m, top_z - 0.05), (w * 0.90, y_m, top - 0.02)]
        )  # fmt: skip
    colours = np.tile(np.asarray(paint, np.float32), (len(stations) - 1, 8, 1))
    colours[:, [0, 6]] *= 0.42  # sills in shade
    colours[:, 7] = _DARK
    colours[:, [1, 5]] *= 0.96
    builder.loft(lower, colours, gloss=0.42)
    for i in range(first_glass, last_glass):
        rings = upper[i : i + 2]
        has = [stations[i][3] is not None, stations[i + 1][3] is not None]
        tint = np.tile(np.asarray(_GLASS, np.float32), (1, 6, 1))
        if all(has):
            tint[0, [1, 2, 3]] = paint  # roof
        tint[0, 5] = _DARK
        builder.loft(rings, tint, gloss=0.75 if not all(has) else 0.55, caps=False, bias=0.05)
        if all(has):  # pillars
            for side in (-1, 1):
                for share in (0.0, 0.94):
                    low, high = np.asarray(rings[0]), np.asarray(rings[1])
                    a, b = (0, 1) if side < 0 else (5, 4)
                    foot = low[a] + (high[a] - low[a]) * np.array([share, share + 0.06])[:, None]
                    head = low[b] + (high[b] - low[b]) * np.array([share, share + 0.06])[:, None]
                    builder.polygon(
                        [foot[0], foot[1], head[1], head[0]], np.asarray(paint) * 0.5, middle=(0, foot[0][1], 0.8),
                        bias=0.08,
                    )  # fmt: skip
    return builder


def _fittings(
    builder: Builder,
    length: float,
    wide: float,
    *,
    wheel: float,
    axles: Sequence[float],
    lamp_z: tuple[float, float],
    rng: random.Random,
) -> None:
    """Wheels, lamps, plates, bumpers, door lines and mirrors."""
    for share in axles:
        y = share * length - length / 2
        for side in (-1, 1):
            _wheel(builder, side * (wide - 0.02), y, wheel, side)
    rear, front = -length / 2, length / 2
    back_z, front_z = lamp_z
    for side in (-1, 1):
        x = side * wide * 0.66
        _panel(
            builder,
            (x, front - 0.035, front_z),
            (wide * 0.34, 0.15),
            1,
            (235, 238, 240),
            gloss=0.8,
            bias=0.22,
        )
        _panel(builder, (x, rear + 0.02, back_z), (wide * 0.36, 0.15), -1, (40, 36, 190), gloss=0.3, bias=0.2)
        builder.box(
            (side * (wide + 0.07), length * 0.17, lamp_z[0] + 0.18), (0.16, 0.10, 0.12), _DARK, bias=0.05
        )
        for share in (-0.04, 0.16):  # door lines
            y = share * length
            builder.polygon(
                [(side * (wide + 0.004), y, 0.42), (side * (wide + 0.004), y + 0.025, 0.42),
                 (side * (wide + 0.004), y + 0.025, 0.82), (side * (wide + 0.004), y, 0.82)],
                (45, 45, 45), middle=(0, y, 0.6), bias=0.12,
            )  # fmt: skip
    _panel(builder, (0, front + 0.012, 0.42), (wide * 1.2, 0.18), 1, _DARK, bias=0.25)
    _panel(builder, (0, front + 0.012, front_z - 0.02), (wide * 0.5, 0.10), 1, (40, 40, 42), bias=0.25)
    _panel(builder, (0, rear - 0.012, 0.40), (wide * 1.3, 0.16), -1, _DARK, bias=0.2)
    plate = (
        (160, 80, 20) if rng.random() < 0.75 else (150, 210, 140)
    )  # blue plates, green ones for electric cars
    _panel(builder, (0, front + 0.03, 0.44), (0.44, 0.14), 1, plate, bias=0.3)
    _panel(builder, (0, rear - 0.03, 0.62), (0.44, 0.14), -1, plate, bias=0.3)


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


def _wheel(builder: Builder, x: float, y: float, radius: float, side: int) -> None:
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
            _wheel(builder, side * (wide - 0.01), rear + share * length, 0.48, side)
    return builder.mesh()
