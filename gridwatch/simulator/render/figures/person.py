"""A clothed person, walking, standing, or riding: a loft for the trunk, tapered bars for the limbs.

Lengths are shares of the body height after common anthropometric tables (knee 0.285, hip 0.53,
shoulder 0.82, chin 0.87).
"""

from __future__ import annotations

import math
import random

import numpy as np

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.figures.posture import Pose, Vector, pose_of
from gridwatch.simulator.render.figures.wardrobe import Bgr, Outfit, outfit
from gridwatch.simulator.render.mesh import Mesh

PHASES = 16
"""Steps of the walking cycle."""


def person(seed: int, *, posture: str = "walk", phase: int = 0, role: str = "", coarse: bool = False) -> Mesh:
    """Build a person.

    Args:
        seed: decides build, clothes and, for standing, the pose.
        posture: walk, stand, ride (on a bicycle seat at the origin) or scoot (on a scooter seat).
        phase: 0..PHASES-1, position in the walking or pedalling cycle.
        role: see `wardrobe.outfit`.
        coarse: fewer faces, for whom the camera sees small.
    """
    look = outfit(seed, role)
    rng = random.Random(f"pose {seed}")
    builder = Builder()
    pose = pose_of(look, posture, 2 * math.pi * phase / PHASES, rng, coarse=coarse)
    _legs(builder, look, pose)
    _trunk(builder, look, pose)
    _arms(builder, look, pose)
    _head(builder, look, pose)
    builder.end_of_body()
    _things(builder, look, pose)
    return builder.mesh()


def _darker(colour: Bgr, share: float) -> Bgr:
    return (colour[0] * share, colour[1] * share, colour[2] * share)


def _legs(builder: Builder, look: Outfit, pose: Pose) -> None:
    h, g = pose.h, look.girth
    bare = look.skirt
    sides = 5 if pose.coarse else 8
    for hip, knee, ankle, toe in zip(pose.hips, pose.knees, pose.ankles, pose.toes, strict=True):
        colour = look.skin if bare else look.bottom
        builder.tube(hip, knee, 0.052 * h * g, 0.037 * h * g, colour, sides=sides, caps=False)
        cuff = 0.021 * h if bare else 0.028 * h
        builder.tube(knee, ankle, 0.036 * h * g, cuff, _darker(colour, 0.96), sides=sides, caps=False)
        heel = ankle + np.array([0, -0.035 * h, -0.026 * h])
        builder.tube(heel, toe, 0.026 * h, 0.020 * h, look.shoes, sides=4 if pose.coarse else 6)
    if bare and not look.coat:
        z = pose.hip_z
        rings = [
            _ring(0, 0, z + 0.09 * h, 0.078 * h * g, 0.055 * h * g),
            _ring(0, 0, z + 0.0 * h, 0.102 * h * g, 0.078 * h * g),
            _ring(0, 0.01 * h, z - 0.18 * h, 0.122 * h, 0.112 * h),
        ]
        builder.loft(rings, look.bottom, caps=False, bias=0.03)


def _ring(x: float, y: float, z: float, rx: float, ry: float, sides: int = 12) -> Vector:
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    # Corner 0 looks forward (+y). A rounded square (power 0.8) is nearer to a clothed trunk than an ellipse.
    sin, cos = np.sin(angle), np.cos(angle)
    across = np.sign(sin) * np.abs(sin) ** 0.8
    along = np.sign(cos) * np.abs(cos) ** 0.8
    return np.stack([x + rx * across, y + ry * along, np.full(sides, z)], 1)


def _trunk(builder: Builder, look: Outfit, pose: Pose) -> None:
    h, g, z = pose.h, look.girth, pose.hip_z
    hem = -0.24 if look.coat and not pose.seated else -0.055
    levels = (  # height over the hip, half width, half depth
        (hem, 0.112 if look.coat else 0.098, 0.088 if look.coat else 0.070),
        (0.02, 0.098, 0.072),
        (0.09, 0.086, 0.062),
        (0.17, 0.100, 0.068),
        (0.245, 0.106, 0.066),
        (0.288, 0.090, 0.053),
        (0.315, 0.048, 0.040),
    )
    rings = [
        _ring(0, pose.lean * max(0.0, rise) * h, z + rise * h, wide * h * g, deep * h * g)
        for rise, wide, deep in levels
    ]
    paint = np.tile(np.asarray(look.top, np.float32), (len(levels) - 1, 12, 1))
    paint *= np.linspace(0.90, 1.0, len(levels) - 1, dtype=np.float32)[:, None, None]
    if look.shirt is not None:
        paint[1:, [0, 11]] = look.shirt
    if look.vest is not None:
        paint[1:] = look.vest
        paint[2, :] = (215, 220, 220)
        paint[4, [2, 3, 8, 9]] = (215, 220, 220)
    builder.loft(rings, paint, bias=0.04)
    builder.loft(
        [
            _ring(0, 0, z - 0.065 * h, 0.088 * h * g, 0.066 * h * g, 8),
            _ring(0, 0, z + 0.03 * h, 0.092 * h * g, 0.067 * h * g, 8),
        ],
        look.bottom,
        caps=False,
    )


def _arms(builder: Builder, look: Outfit, pose: Pose) -> None:
    h, g = pose.h, look.girth**0.5
    upper = look.vest if look.vest and not look.sleeves else look.top
    for shoulder, elbow, hand in zip(pose.shoulders, pose.elbows, pose.hands, strict=True):
        if not pose.coarse:
            builder.ball(
                shoulder + np.array([0, 0, -0.008 * h]), np.full(3, 0.034 * h * g), upper, sides=6, rows=4
            )
        builder.tube(
            shoulder, elbow, 0.032 * h * g, 0.026 * h * g, upper, sides=5 if pose.coarse else 7, caps=False
        )
        lower = look.top if look.sleeves else look.skin
        wrist = elbow + (hand - elbow) * 0.86
        builder.tube(
            elbow, wrist, 0.027 * h * g, 0.021 * h, _darker(lower, 0.97), sides=4 if pose.coarse else 7
        )
        builder.ball(
            hand, np.array([0.020, 0.024, 0.028]) * h, look.skin, sides=4 if pose.coarse else 5, rows=4
        )


def _head(builder: Builder, look: Outfit, pose: Pose) -> None:
    h = 0.5 * pose.h + 0.84  # heads vary less than bodies
    builder.tube(pose.neck - np.array([0, 0, 0.02 * h]), pose.head, 0.032 * h, 0.030 * h, look.skin, sides=7)
    rows, sides = 8, 10
    paint = np.tile(np.asarray(look.skin, np.float32), (rows - 1, sides, 1))
    back = [3, 4, 5, 6] if not look.long_hair else [2, 3, 4, 5, 6, 7]
    hair = np.asarray(look.hair, np.float32)
    paint[3:, back] = hair
    paint[2:, back[1:-1]] = hair
    paint[5:, :] = hair
    paint[4, [1, 2, 7, 8]] = hair
    paint[3, [0, 9]] *= 0.86  # eyes lie in shadow
    paint[1, [0, 9]] *= 0.92
    cover = look.helmet or look.hat
    if cover is not None:
        paint[4:, :] = cover
    builder.ball(pose.head, np.array([0.048, 0.058, 0.071]) * h, paint, sides=sides, rows=rows)
    if look.helmet is not None:
        builder.ball(
            pose.head + np.array([0, -0.004 * h, 0.032 * h]), np.array([0.064, 0.075, 0.055]) * h,
            look.helmet, sides=10, rows=6, gloss=0.15,
        )  # fmt: skip
    elif look.hat is not None:
        builder.disc(
            pose.head + np.array([0, 0.045 * h, 0.022 * h]), (0, 0.2, 1), 0.055 * h, look.hat, thin=True
        )
    if look.long_hair and cover is None:
        rings = [
            _ring(0, pose.head[1] - 0.030 * h, pose.head[2] - 0.115 * h, 0.045 * h, 0.028 * h, 8),
            _ring(0, pose.head[1] - 0.018 * h, pose.head[2] - 0.01 * h, 0.053 * h, 0.044 * h, 8),
            _ring(0, pose.head[1] - 0.014 * h, pose.head[2] + 0.05 * h, 0.044 * h, 0.044 * h, 8),
        ]
        builder.loft(rings, look.hair)


def _things(builder: Builder, look: Outfit, pose: Pose) -> None:
    h, z = pose.h, pose.hip_z
    if look.backpack is not None:
        centre = np.array([0, pose.lean * 0.2 * h - 0.105 * h, z + 0.19 * h])
        builder.ball(centre, np.array([0.085, 0.055, 0.125]) * h, look.backpack, sides=8, rows=6)
    if look.bag is not None and not pose.seated:
        hand = pose.hands[0]
        builder.tube(hand, hand - np.array([0, 0, 0.06]), 0.006, 0.006, look.bag, sides=3)
        builder.box(hand - np.array([0.02, 0, 0.20]), (0.11, 0.26, 0.26), look.bag)
    if look.umbrella is not None:
        grip = pose.hands[1]
        top = pose.head + np.array([0.05, 0.05, 0.42])
        builder.tube(grip, top, 0.01, 0.01, (60, 60, 60), sides=4)
        rings = [
            _ring(float(top[0]), float(top[1]), float(top[2]) + rise, wide, wide, 10)
            for rise, wide in ((-0.16, 0.52), (-0.05, 0.33), (0.02, 0.05))
        ]
        shades = [_darker(look.umbrella, 0.9), look.umbrella]
        builder.loft(rings, shades, caps=False)
        builder.loft(rings, [_darker(look.umbrella, 0.45)] * 2, caps=False)
