"""Trees and hedges: a trunk and a crown of leaf clumps."""

from __future__ import annotations

import math
import random

import numpy as np

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.mesh import Mesh

Bgr = tuple[float, float, float]


def tree(kind: str, seed: int) -> Mesh:
    """Build a `tree` (5-8 m), or a `hedge` 3 m long along y."""
    rng = random.Random(f"tree {seed}")
    builder = Builder()
    if kind == "hedge":
        _clumps(builder, rng, (0, 0, 0.45), (0.42, 1.55, 0.42), 260, (46, 96, 58), 0.11, square=True)
        return builder.mesh()
    high = rng.uniform(5.0, 7.5)
    wide = rng.uniform(1.5, 2.3)
    fork = high * rng.uniform(0.36, 0.45)
    bark = (66, 82, 96)
    lean = rng.uniform(-0.15, 0.15)
    builder.tube((0, 0, 0), (lean, 0, fork), 0.15, 0.11, bark, sides=8, caps=False)
    for _ in range(5):
        a = rng.uniform(0, 2 * math.pi)
        end = (
            lean + math.cos(a) * wide * 0.55,
            math.sin(a) * wide * 0.55,
            fork + (high - fork) * rng.uniform(0.3, 0.7),
        )
        builder.tube((lean, 0, fork), end, 0.07, 0.03, bark, sides=5, caps=False)
    colour = rng.choice(((48, 100, 62), (44, 88, 56), (60, 116, 84), (40, 96, 82), (56, 124, 128)))
    for _ in range(7):  # a crown is several balls of leaves
        a, r = rng.uniform(0, 2 * math.pi), wide * rng.uniform(0.15, 0.6)
        z = fork + (high - fork) * rng.uniform(0.3, 0.8)
        size = wide * rng.uniform(0.5, 0.72)
        _clumps(
            builder,
            rng,
            (lean + r * math.cos(a), r * math.sin(a), z),
            (size, size, size * 0.8),
            240,
            colour,
            0.13,
        )
    return builder.mesh()


def _clumps(
    builder: Builder,
    rng: random.Random,
    centre: tuple[float, float, float],
    radii: tuple[float, float, float],
    count: int,
    colour: Bgr,
    size: float,
    *,
    square: bool = False,
) -> None:
    """Scatter small leaf plates over an ellipsoid, each looking outwards so that light models the crown."""
    seeded = np.random.default_rng(rng.randrange(1 << 30))
    inner = tuple(0.45 * c for c in colour)  # what shows between the leaves is dark, not the street behind
    if not square:
        builder.ball(centre, tuple(0.78 * r for r in radii), inner, sides=9, rows=6)
    outward = seeded.normal(0, 1, (count, 3))
    if square:
        builder.box(centre, tuple(1.75 * r for r in radii), inner)
        outward = np.clip(outward, -0.8, 0.8)
        outward /= np.maximum(np.abs(outward).max(1), 1e-6)[:, None]
        at = outward * np.asarray(radii)
        outward /= np.linalg.norm(outward, axis=1)[:, None]
    else:
        outward /= np.linalg.norm(outward, axis=1)[:, None]
        at = outward * np.asarray(radii) * seeded.uniform(0.72, 1.08, (count, 1))
    normal = outward + seeded.normal(0, 0.35, (count, 3))
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    helper = np.where(np.abs(normal[:, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    across = np.cross(normal, helper)
    across /= np.linalg.norm(across, axis=1)[:, None]
    third = np.cross(normal, across)
    spin = seeded.uniform(0, 2 * math.pi, (count, 1))
    reach = seeded.uniform(0.6, 1.3, (count, 1)) * size
    corners = []
    for quarter in range(4):
        angle = spin + quarter * math.pi / 2
        stretch = reach * seeded.uniform(0.6, 1.25, (count, 1))
        corners.append(at + stretch * (np.cos(angle) * across + np.sin(angle) * third))
    points = (np.stack(corners, 1) + np.asarray(centre)).reshape(-1, 3)
    points[:, 2] = np.maximum(points[:, 2], 0.02)
    depth = np.clip(0.62 + 0.38 * (at[:, 2:] / radii[2]), 0.42, 1.05)  # the crown is darker below
    tint = np.asarray(colour) * depth * seeded.uniform(0.75, 1.25, (count, 1))
    faces = np.arange(4 * count).reshape(count, 4)
    middles = np.repeat(np.asarray([centre]), count, 0)
    builder.add(points, faces, tint, middle=middles)
