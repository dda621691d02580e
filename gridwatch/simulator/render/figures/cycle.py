"""Bicycles, electric scooters and cargo tricycles, without their riders."""

from __future__ import annotations

import random

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.mesh import Mesh

_TYRE = (32.0, 32.0, 33.0)
_STEEL = (120.0, 120.0, 122.0)
_PAINTS = (
    (40, 40, 42), (225, 225, 225), (40, 40, 175), (170, 90, 30), (60, 190, 235), (90, 140, 60), (60, 150, 240)
)  # fmt: skip


def cycle(kind: str, seed: int) -> Mesh:
    """Build a bicycle, scooter, or tricycle; the seed decides paint and details."""
    rng = random.Random(f"cycle {seed}")
    makers = {"bicycle": _bicycle, "scooter": _scooter, "tricycle": _tricycle}
    return makers[kind](rng)


def _wheel(builder: Builder, y: float, radius: float, width: float, x: float = 0.0) -> None:
    for side in (-1, 1):
        builder.disc(
            (x + side * width, y, radius),
            (side, 0, 0),
            radius,
            _TYRE,
            sides=16,
            inner=radius * 0.86,
            thin=True,
        )
        builder.disc((x + side * width * 0.5, y, radius), (side, 0, 0), 0.05, _STEEL, sides=6, thin=True)
    for i in range(3):  # spokes, as three thin bars
        dy, dz = ((0.0, 1.0), (0.87, 0.5), (0.87, -0.5))[i]
        reach = radius * 0.88
        builder.tube(
            (x, y - dy * reach, radius - dz * reach), (x, y + dy * reach, radius + dz * reach), 0.006, 0.006,
            _STEEL, sides=3,
        )  # fmt: skip


def _bicycle(rng: random.Random) -> Mesh:
    builder = Builder()
    paint = rng.choice(_PAINTS)
    for y in (-0.52, 0.54):
        _wheel(builder, y, 0.33, 0.022)
    crank, seat, head = (0, -0.06, 0.29), (0, -0.20, 0.80), (0, 0.40, 0.82)
    for a, b in ((crank, seat), (crank, head), (seat, head), ((0, -0.52, 0.33), seat), ((0, -0.52, 0.33), crank),
                 ((0, 0.54, 0.33), head), (head, (0, 0.37, 1.0))):  # fmt: skip
        builder.tube(a, b, 0.024, 0.024, paint, sides=5)
    builder.tube((-0.27, 0.30, 1.03), (0.27, 0.30, 1.03), 0.016, 0.016, (40, 40, 40), sides=4)
    builder.box((0, -0.22, 0.88), (0.16, 0.26, 0.07), (30, 30, 30))
    builder.disc((0.03, -0.06, 0.29), (1, 0, 0), 0.10, (60, 60, 60), sides=8, thin=True)
    if rng.random() < 0.6:  # a basket
        builder.box((0, 0.52, 0.88), (0.32, 0.24, 0.22), (90, 90, 92))
    builder.box((0, -0.60, 0.68), (0.10, 0.3, 0.02), (50, 50, 50))
    return builder.mesh()


def _scooter(rng: random.Random) -> Mesh:
    builder = Builder()
    paint = rng.choice(_PAINTS)
    for y in (-0.58, 0.60):
        builder.tube((-0.06, y, 0.23), (0.06, y, 0.23), 0.23, 0.23, _TYRE, sides=12)
        for side in (-1, 1):
            builder.disc((side * 0.065, y, 0.23), (side, 0, 0), 0.11, _STEEL, sides=8, bias=0.03)
    rings = [
        [(-w, y, z0), (w, y, z0), (w * 0.8, y, z1), (-w * 0.8, y, z1)]
        for y, w, z0, z1 in ((-0.80, 0.09, 0.50, 0.66), (-0.5, 0.17, 0.34, 0.76), (-0.12, 0.17, 0.28, 0.70))
    ]
    builder.loft(rings, paint, gloss=0.35)
    builder.box((0, -0.38, 0.80), (0.27, 0.72, 0.10), (30, 30, 32))
    builder.box((0, 0.12, 0.27), (0.30, 0.50, 0.08), (44, 44, 46))
    shield = [
        [(-w, y, z), (w, y, z), (w, y + 0.10, z), (-w, y + 0.10, z)]
        for y, w, z in ((0.36, 0.15, 0.30), (0.40, 0.20, 0.62), (0.40, 0.13, 0.98))
    ]
    builder.loft(shield, paint, gloss=0.35)
    builder.tube((0, 0.60, 0.23), (0, 0.44, 0.75), 0.04, 0.04, (60, 60, 60), sides=5)
    builder.tube((-0.33, 0.40, 1.02), (0.33, 0.40, 1.02), 0.02, 0.02, (30, 30, 30), sides=4)
    for side in (-1, 1):
        builder.box((side * 0.30, 0.42, 1.16), (0.10, 0.03, 0.07), (40, 40, 40))
    builder.disc((0, 0.53, 0.80), (0, 1, 0), 0.08, (235, 238, 240), sides=8, bias=0.1, gloss=0.6)
    builder.box((0, -0.84, 0.58), (0.14, 0.03, 0.08), (40, 36, 180))
    if rng.random() < 0.35:  # a delivery box
        builder.box(
            (0, -0.80, 1.02), (0.46, 0.44, 0.42), rng.choice(((40, 190, 240), (200, 130, 20), (60, 60, 60)))
        )
    return builder.mesh()


def _tricycle(rng: random.Random) -> Mesh:
    builder = Builder()
    paint = rng.choice(((150, 90, 30), (60, 60, 160), (110, 140, 60), (80, 80, 84)))
    builder.tube((-0.05, 1.15, 0.27), (0.05, 1.15, 0.27), 0.27, 0.27, _TYRE, sides=12)
    for side in (-1, 1):
        x = side * 0.48
        builder.tube((x - 0.06, -0.62, 0.28), (x + 0.06, -0.62, 0.28), 0.28, 0.28, _TYRE, sides=12)
        builder.disc((side * 0.545, -0.62, 0.28), (side, 0, 0), 0.14, _STEEL, sides=8, bias=0.03)
        builder.box((side * 0.52, -0.62, 0.78), (0.04, 1.6, 0.36), paint)
    builder.box((0, -0.62, 0.60), (1.06, 1.6, 0.07), (70, 70, 70))
    for y in (-1.42, 0.18):
        builder.box((0, y, 0.78), (1.06, 0.04, 0.36), paint)
    builder.box((0, 0.42, 0.70), (0.42, 0.42, 0.14), (34, 34, 36))
    builder.tube((0, 0.1, 0.42), (0, 1.0, 0.50), 0.05, 0.05, paint, sides=5)
    builder.tube((0, 1.15, 0.27), (0, 0.92, 1.02), 0.04, 0.04, (60, 60, 60), sides=5)
    builder.tube((-0.34, 0.86, 1.06), (0.34, 0.86, 1.06), 0.02, 0.02, (30, 30, 30), sides=4)
    builder.box((0, 1.05, 0.85), (0.30, 0.08, 0.42), paint)
    for _ in range(rng.randint(0, 5)):  # boxes on the bed
        size = rng.uniform(0.25, 0.5)
        builder.box(
            (rng.uniform(-0.25, 0.25), rng.uniform(-1.1, -0.1), 0.66 + size / 2), (size, size * 1.1, size),
            rng.choice(((110, 150, 185), (120, 160, 190), (200, 200, 200))), turn_deg=rng.uniform(0, 90),
        )  # fmt: skip
    return builder.mesh()
