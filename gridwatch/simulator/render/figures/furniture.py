"""What stands in streets: bins, stalls, fences, poles, benches, planters, stacks of material."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.figures.heap import sack
from gridwatch.simulator.render.mesh import Mesh

Bgr = tuple[float, float, float]
_BINS: tuple[Bgr, ...] = ((64, 112, 44), (150, 92, 34), (70, 68, 66), (48, 44, 160), (60, 96, 52))
_BAGS: tuple[Bgr, ...] = (
    (232, 232, 232), (28, 28, 30), (60, 50, 190), (200, 120, 40), (90, 190, 90), (60, 190, 235), (190, 150, 215)
)  # fmt: skip


def furniture(kind: str, seed: int, growth: float = 1.0) -> Mesh:
    """Build `kind` (a key of `KINDS`); for a bin, `growth` above 1 means that it overflows."""
    rng = random.Random(f"furniture {kind} {seed}")
    builder = Builder()
    if kind == "bin":
        _bin(builder, rng, overflowing=growth > 1)
    else:
        KINDS[kind](builder, rng)
    return builder.mesh()


def _bin(builder: Builder, rng: random.Random, *, overflowing: bool) -> None:
    """A wheeled 240 l bin, 0.58 x 0.72 x 1.05 m, or a row bin of 660 l."""
    big = rng.random() < 0.25
    w, d, h = (1.2, 0.75, 1.15) if big else (0.58, 0.70, 1.02)
    colour = np.asarray(rng.choice(_BINS), np.float32)
    rings = [
        [(-a, -b, z), (a, -b, z), (a, b, z), (-a, b, z)]
        for a, b, z in ((w * 0.38, d * 0.36, 0.12), (w * 0.48, d * 0.47, h * 0.9), (w * 0.52, d * 0.52, h * 0.92),
                        (w * 0.52, d * 0.52, h * 0.97))
    ]  # fmt: skip
    builder.loft(rings, np.stack([colour, colour * 1.08, colour * 0.9]), gloss=0.18)
    for side in (-1, 1):
        x = side * w * 0.36
        builder.tube(
            (x - 0.03, -d * 0.34, 0.11), (x + 0.03, -d * 0.34, 0.11), 0.11, 0.11, (28, 28, 28), sides=10
        )
        builder.polygon(
            [(side * w * 0.46, -d * 0.2, h * 0.45), (side * w * 0.46, d * 0.2, h * 0.45),
             (side * w * 0.475, d * 0.2, h * 0.7), (side * w * 0.475, -d * 0.2, h * 0.7)],
            (225, 228, 225), middle=(0, 0, h * 0.5), bias=0.08,
        )  # fmt: skip
    for facing in (-1, 1):
        y = facing * d * 0.455
        builder.polygon(
            [(-w * 0.22, y, h * 0.45), (w * 0.22, y, h * 0.45), (w * 0.22, y * 1.02, h * 0.68),
             (-w * 0.22, y * 1.02, h * 0.68)],
            (225, 228, 225), middle=(0, 0, h * 0.5), bias=0.08,
        )  # fmt: skip
    if not overflowing:
        lid = [
            [(-a, -b, z), (a, -b, z), (a, b, z), (-a, b, z)]
            for a, b, z in (
                (w * 0.53, d * 0.55, h * 0.98),
                (w * 0.50, d * 0.5, h * 1.04),
                (w * 0.36, d * 0.36, h * 1.08),
            )
        ]
        builder.loft(lid, colour * 0.86, gloss=0.2)
        builder.box((0, -d * 0.58, h), (w * 0.8, 0.05, 0.05), colour * 0.7)
        return
    if rng.random() < 0.6:  # the lid hangs open at the back
        builder.box((0, -d * 0.58, h * 1.22), (w * 1.02, 0.06, h * 0.45), colour * 0.9)
    for _ in range(14 if big else 9):
        at = np.array([rng.uniform(-0.4, 0.4) * w, rng.uniform(-0.4, 0.4) * d, h * rng.uniform(0.86, 1.15)])
        sack(builder, at, rng.uniform(0.12, 0.2), rng.choice(_BAGS), rng, gloss=0.25)
    for _ in range(rng.randint(0, 4)):
        at = np.array([rng.uniform(-1, 1) * w, rng.uniform(0.55, 1.0) * d, 0.0])
        sack(builder, at, rng.uniform(0.1, 0.2), rng.choice(_BAGS), rng, gloss=0.25)


def _stall(builder: Builder, rng: random.Random) -> None:
    """A market table under a canopy, with goods in crates."""
    w, d = rng.uniform(1.8, 2.8), rng.uniform(1.0, 1.4)
    canopy = np.asarray(rng.choice(((50, 50, 190), (170, 90, 40), (60, 130, 60), (60, 160, 225))), np.float32)
    builder.box((0, 0, 0.72), (w, d, 0.08), (120, 140, 150))
    builder.box((0, d / 2, 0.38), (w, 0.03, 0.66), canopy * 0.9)
    for x in (-w / 2, w / 2):
        for y in (-d / 2, d / 2):
            builder.tube((x, y, 0), (x, y, 2.2), 0.02, 0.02, (150, 150, 150), sides=4, caps=False)
    roof = [[(-w * a, -d * b, z), (w * a, -d * b, z), (w * a, d * b, z), (-w * a, d * b, z)]
            for a, b, z in ((0.62, 0.75, 2.05), (0.6, 0.72, 2.22), (0.1, 0.1, 2.62))]  # fmt: skip
    stripes = np.tile(canopy, (2, 4, 1))
    stripes[0, ::2] = (230, 230, 230)
    builder.loft(roof, stripes)
    goods = ((40, 60, 200), (50, 140, 240), (60, 170, 90), (70, 200, 230), (90, 80, 150), (60, 110, 60))
    for i in range(int(w / 0.45)):
        x = -w / 2 + 0.28 + i * 0.45
        for y in (-d * 0.22, d * 0.22):
            builder.box((x, y, 0.84), (0.40, d * 0.4, 0.16), (110, 150, 180))
            colour = rng.choice(goods)
            for _ in range(7):
                at = (x + rng.uniform(-0.14, 0.14), y + rng.uniform(-0.14, 0.14), 0.95)
                builder.ball(at, (0.07, 0.07, 0.06), colour, sides=6, rows=4)


def _fence(builder: Builder, rng: random.Random) -> None:
    """Three metres of works fence: corrugated blue or green sheets on a low base."""
    colour = np.asarray(rng.choice(((170, 110, 40), (165, 105, 45), (80, 130, 60))), np.float32)
    for i in range(6):
        tint = colour * (1.0 if i % 2 else 0.9)
        builder.box((-1.25 + i * 0.5, 0, 1.15), (0.49, 0.04, 1.7), tint)
    for x in (-1.5, 1.5):
        builder.box((x, 0, 1.05), (0.09, 0.09, 2.1), (225, 225, 225))
    builder.box((0, 0, 0.15), (3.0, 0.12, 0.3), (170, 172, 172))
    builder.box((0, 0.0, 2.0), (3.0, 0.07, 0.08), (225, 225, 225))


def _pole(builder: Builder, rng: random.Random) -> None:
    """A street lamp."""
    high = rng.uniform(7.5, 9)
    builder.tube((0, 0, 0), (0, 0, high), 0.10, 0.055, (130, 132, 130), sides=8, caps=False)
    builder.tube((0, 0, high - 0.1), (1.6, 0, high + 0.35), 0.045, 0.035, (130, 132, 130), sides=6)
    builder.box((1.75, 0, high + 0.34), (0.6, 0.22, 0.10), (200, 205, 205))
    builder.tube((0, 0, 0), (0, 0, 0.8), 0.15, 0.13, (90, 96, 90), sides=8)


def _bench(builder: Builder, rng: random.Random) -> None:
    wood = rng.choice(((70, 110, 150), (60, 90, 130), (90, 120, 140)))
    for i in range(4):
        builder.box((0, -0.2 + i * 0.13, 0.44), (1.7, 0.10, 0.05), wood)
    for i in range(3):
        builder.box((0, -0.28, 0.58 + i * 0.13), (1.7, 0.05, 0.10), wood)
    for x in (-0.7, 0.7):
        builder.box((x, 0, 0.22), (0.08, 0.46, 0.42), (60, 60, 62))


def _planter(builder: Builder, rng: random.Random) -> None:
    """A flower bed in a low stone frame."""
    w, d = rng.uniform(1.8, 3.2), rng.uniform(0.9, 1.5)
    builder.box((0, 0, 0.2), (w, d, 0.4), (176, 180, 182))
    builder.box((0, 0, 0.40), (w * 0.92, d * 0.88, 0.06), (50, 66, 80))
    flowers = rng.choice(
        (((60, 40, 200), (80, 70, 220)), ((90, 200, 235), (70, 170, 230)), ((170, 90, 190), (200, 140, 220)))
    )
    for _ in range(int(w * d * 42)):
        at = (rng.uniform(-0.45, 0.45) * w, rng.uniform(-0.43, 0.43) * d, 0.45 + rng.uniform(0, 0.12))
        green = rng.random() < 0.55
        colour = rng.choice(((50, 110, 56), (60, 130, 72), (44, 92, 50))) if green else rng.choice(flowers)
        size = rng.uniform(0.06, 0.13)
        builder.ball(at, (size, size, size * 0.8), colour, sides=5, rows=4)


def _bricks(builder: Builder, rng: random.Random) -> None:
    """New bricks or blocks in a straight stack on a pallet: material, not waste."""
    colour = np.asarray(rng.choice(((66, 84, 150), (150, 156, 160), (176, 180, 182))), np.float32)
    builder.box((0, 0, 0.06), (1.2, 1.0, 0.12), (90, 130, 165))
    rows = rng.randint(4, 8)
    for i in range(rows):
        for j in range(4):
            builder.box(
                (-0.435 + j * 0.29, 0, 0.19 + i * 0.13),
                (0.285, 0.96, 0.125),
                colour * rng.uniform(0.86, 1.08),
            )


def _pipes(builder: Builder, rng: random.Random) -> None:
    """Scaffold tubes or boards, bundled."""
    colour = rng.choice(((120, 124, 128), (60, 120, 190), (100, 140, 180)))
    for layer in range(3):
        for i in range(6 - layer):
            x = -0.3 + i * 0.12 + layer * 0.06
            builder.tube(
                (x, -1.5, 0.05 + layer * 0.1), (x, 1.5, 0.05 + layer * 0.1), 0.05, 0.05, colour, sides=6
            )


def _barrier(builder: Builder, rng: random.Random) -> None:
    """A water-filled barrier or a traffic cone."""
    if rng.random() < 0.5:
        for i in range(4):
            colour = (50, 60, 210) if i % 2 == 0 else (225, 225, 225)
            builder.tube(
                (0, 0, i * 0.18), (0, 0, (i + 1) * 0.18), 0.17 - i * 0.037, 0.133 - i * 0.037, colour, sides=9
            )
        return
    rings = [
        [(-a, -b, z), (a, -b, z), (a, b, z), (-a, b, z)]
        for a, b, z in ((0.6, 0.2, 0), (0.58, 0.12, 0.4), (0.55, 0.08, 0.85))
    ]
    builder.loft(rings, [(40, 60, 215), (225, 225, 225)])


def _cabinet(builder: Builder, rng: random.Random) -> None:
    builder.box(
        (0, 0, 0.7),
        (0.9, 0.45, 1.4),
        rng.choice(((120, 140, 120), (160, 160, 156), (90, 110, 90))),
        gloss=0.1,
    )
    builder.box((0, 0, 1.42), (0.98, 0.52, 0.06), (110, 112, 110))


KINDS: dict[str, Callable[[Builder, random.Random], None]] = {
    "stall": _stall,
    "fence": _fence,
    "pole": _pole,
    "bench": _bench,
    "planter": _planter,
    "bricks": _bricks,
    "pipes": _pipes,
    "barrier": _barrier,
    "cabinet": _cabinet,
}
