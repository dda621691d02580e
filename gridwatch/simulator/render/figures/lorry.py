"""Trucks and buses: straight boxes with cabs, beds, windows and lamps."""

from __future__ import annotations

import random

import numpy as np

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.figures.bodywork import DARK, GLASS, panel, wheel
from gridwatch.simulator.render.mesh import Mesh


def truck(rng: random.Random) -> Mesh:
    """A light truck: cab, chassis, and a closed box, an open bed or a covered load."""
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
    paint[0, 0] = DARK
    paint[0, 2] = GLASS
    builder.loft([left, right], paint, gloss=0.35, cap_colour=cab)
    for side in (-1, 1):
        x = side * (w + 0.01)
        window = [(x, cab_back + 0.35, 1.30), (x, front - 0.22, 1.30), (x, front - 0.34, high * 0.88),
                  (x, cab_back + 0.35, high * 0.90)]  # fmt: skip
        builder.polygon(window, GLASS, middle=(0, front - 1, 1.4), gloss=0.7, bias=1)
        builder.box((side * (w + 0.16), front - 0.1, 1.55), (0.12, 0.1, 0.34), DARK)
        panel(
            builder,
            (side * w * 0.72, front + 0.02, 0.82),
            (0.36, 0.18),
            1,
            (235, 238, 240),
            gloss=0.7,
            bias=0.2,
        )
        panel(builder, (side * w * 0.8, rear - 0.02, 0.7), (0.30, 0.14), -1, (40, 36, 190), bias=0.2)
    panel(builder, (0, front + 0.02, 0.66), (w * 1.9, 0.2), 1, DARK, bias=0.15)
    bed = (length - 1.95) / 2
    bed_y = rear + bed
    style = rng.random()
    if style < 0.45:  # a closed box
        box = rng.choice(((228, 228, 226), (205, 206, 204), (150, 100, 50), (90, 130, 70)))
        builder.box((0, bed_y, 0.85 + 0.95), (wide * 2, bed * 2, 1.9), box)
        for side in (-1, 1):
            x, near, far = side * (wide + 0.01), bed_y - bed * 0.7, bed_y + bed * 0.7
            builder.polygon(
                [(x, near, 1.6), (x, far, 1.6), (x, far, 1.9), (x, near, 1.9)],
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
            wheel(builder, side * wide * 0.97, rear + share * length, 0.42, side)
    return builder.mesh()


def bus(rng: random.Random) -> Mesh:
    """A city bus."""
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
    colours[0, 0] = DARK
    builder.loft(rings, colours, gloss=0.3, cap_colour=tuple(float(v) for v in paint))
    panes = int(length / 1.45)
    for side in (-1, 1):
        x = side * (wide + 0.01)
        for i in range(panes):
            a = rear + 0.5 + i * (length - 0.9) / panes
            b = a + (length - 0.9) / panes - 0.10
            corners = [(x, a, 1.35), (x, b, 1.35), (x, b, 2.45), (x, a, 2.45)]
            builder.polygon(corners, GLASS, middle=(0, a, 1.8), gloss=0.75, bias=9)
        skirt = [(x, rear + 0.1, 0.36), (x, front - 0.1, 0.36), (x, front - 0.1, 0.85), (x, rear + 0.1, 0.85)]
        builder.polygon(skirt, (215, 215, 212), middle=(0, 0, 0.6), bias=8)
        panel(builder, (side * 0.9, front + 0.03, 0.75), (0.4, 0.2), 1, (235, 238, 240), gloss=0.6, bias=9)
        panel(builder, (side * 1.0, rear - 0.02, 0.9), (0.24, 0.34), -1, (40, 36, 190), bias=9)
        builder.box((side * (wide + 0.2), front - 0.05, 2.3), (0.14, 0.14, 0.4), DARK)
    panel(builder, (0, front + 0.02, 1.85), (2.2, 1.45), 1, GLASS, gloss=0.7, bias=8.5)
    panel(builder, (0, front + 0.03, 2.72), (1.6, 0.24), 1, (30, 140, 255), gloss=0.0, bias=9)
    panel(builder, (0, rear - 0.02, 2.1), (2.0, 0.9), -1, GLASS, gloss=0.6, bias=9)
    for y in (rear + length * 0.3, rear + length * 0.7):
        builder.box((0, y, high + 0.05), (1.1, 1.5, 0.12), (150, 152, 152), bias=1)
    for share in (0.24, 0.78):
        for side in (-1, 1):
            wheel(builder, side * (wide + 0.01), rear + share * length, 0.48, side, bias=10)
    return builder.mesh()
