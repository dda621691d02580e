"""Where a person's joints are: walking, standing, cycling, sitting on a scooter.

Lengths are shares of the body height after common anthropometric tables (thigh and shin 0.245 each, upper
arm 0.172, forearm 0.155).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.figures.wardrobe import Outfit

Vector = NDArray[np.float64]
_SEATS = {"ride": 0.92, "scoot": 0.78}  # height of the hips on a bicycle, on a scooter
_LEANS = {"walk": 0.035, "stand": 0.0, "ride": 0.30, "scoot": 0.06}  # forward, metres a metre
_STRIDE = 0.42  # swing of the thighs, radians


@dataclass(kw_only=True, slots=True)
class Pose:
    """Joints in metres; lists are (left, right)."""

    h: float  # body height
    coarse: bool  # fewer faces are wanted
    seated: bool
    lean: float
    hip_z: float
    hips: list[Vector] = field(default_factory=list)
    knees: list[Vector] = field(default_factory=list)
    ankles: list[Vector] = field(default_factory=list)
    toes: list[Vector] = field(default_factory=list)
    shoulders: list[Vector] = field(default_factory=list)
    elbows: list[Vector] = field(default_factory=list)
    hands: list[Vector] = field(default_factory=list)

    @property
    def neck(self) -> Vector:
        """Foot of the neck."""
        return np.array([0, self.lean * 0.31 * self.h, self.hip_z + 0.315 * self.h])

    @property
    def head(self) -> Vector:
        """Middle of the head."""
        return np.array([0, self.lean * 0.36 * self.h + 0.012 * self.h, self.hip_z + 0.403 * self.h])


def pose_of(look: Outfit, posture: str, cycle: float, rng: random.Random, *, coarse: bool = False) -> Pose:
    """Put somebody into a posture; `cycle` is the walking or pedalling angle in radians."""
    h = look.height_m
    walking = posture == "walk"
    hip_z = _SEATS.get(posture, 0.53 * h - (0.012 * h * abs(math.sin(cycle)) if walking else 0.0))
    pose = Pose(h=h, coarse=coarse, seated=posture in _SEATS, lean=_LEANS[posture], hip_z=hip_z)
    for side, lead in ((-1, 1.0), (1, -1.0)):
        hip = np.array([side * 0.052 * h, 0, hip_z])
        if pose.seated:
            ankle = _pedal(side, cycle) if posture == "ride" else np.array([side * 0.13, 0.34, 0.36])
            knee = _bend(hip, ankle, 0.245 * h, 0.25 * h)
        else:
            knee, ankle = _leg(hip, h, side, lead, cycle, walking, rng)
        pose.hips.append(hip)
        pose.knees.append(knee)
        pose.ankles.append(ankle)
        pose.toes.append(ankle + np.array([side * 0.012 * h, 0.115 * h, -0.028 * h]))
    if not pose.seated:  # the lower foot stands on the ground
        drop = min(float(ankle[2]) for ankle in pose.ankles) - 0.04 * h
        for joint in (*pose.hips, *pose.knees, *pose.ankles, *pose.toes):
            joint[2] -= drop
        pose.hip_z -= drop
    _put_arms(pose, look, posture, cycle, rng)
    return pose


def _pedal(side: int, cycle: float) -> Vector:
    turn = cycle + (0 if side < 0 else math.pi)
    return np.array([side * 0.10, 0.16 + 0.16 * math.cos(turn), 0.32 - 0.16 * math.sin(turn)])


def _leg(
    hip: Vector, h: float, side: int, lead: float, cycle: float, walking: bool, rng: random.Random
) -> tuple[Vector, Vector]:
    """Knee and ankle of a standing or walking leg."""
    if walking:
        thigh = lead * _STRIDE * math.sin(cycle) + 0.04
        # The knee bends while the leg is brought forward (cos > 0 for the leading leg).
        bend = 0.08 + 0.75 * max(0.0, lead * math.cos(cycle))
        spread = side * 0.004
    else:
        thigh, bend, spread = rng.uniform(-0.05, 0.05), 0.08, side * rng.uniform(0.0, 0.05)
    knee = hip + 0.245 * h * np.array([spread, math.sin(thigh), -math.cos(thigh)])
    shin = thigh - bend
    return knee, knee + 0.245 * h * np.array([spread, math.sin(shin), -math.cos(shin)])


def _put_arms(pose: Pose, look: Outfit, posture: str, cycle: float, rng: random.Random) -> None:
    h, up = pose.h, 0.282 * pose.h
    folded = posture == "stand" and rng.random() < 0.35
    phone = posture != "ride" and rng.random() < 0.15
    for side, lead in ((-1, -1.0), (1, 1.0)):
        shoulder = np.array([side * 0.104 * h * look.girth**0.5, pose.lean * up, pose.hip_z + up])
        if pose.seated:
            hand = np.array([side * 0.26, 0.56, 1.02 if posture == "ride" else 0.98])
            elbow = _bend(shoulder, hand, 0.18 * h, 0.2 * h, up=False)
        else:
            swing = lead * 0.42 * math.sin(cycle) if posture == "walk" else rng.uniform(-0.1, 0.15)
            elbow = shoulder + 0.172 * h * np.array([side * 0.16, math.sin(swing), -math.cos(swing)])
            flex = 1.5 if folded or (phone and side > 0) else 0.35 + 0.2 * max(0.0, swing)
            inward = -0.5 if folded else -0.12
            fore = swing + flex
            hand = elbow + 0.155 * h * np.array([side * inward, math.sin(fore), -math.cos(fore)])
        pose.shoulders.append(shoulder)
        pose.elbows.append(elbow)
        pose.hands.append(hand)


def _bend(a: Vector, b: Vector, upper: float, lower: float, *, up: bool = True) -> Vector:
    """The joint between two ends, forward-up (a knee) or backward-down (an elbow)."""
    along = b - a
    reach = min(float(np.linalg.norm(along)), (upper + lower) * 0.999)
    along /= max(float(np.linalg.norm(along)), 1e-6)
    part = (upper**2 - lower**2 + reach**2) / (2 * reach)
    out = math.sqrt(max(upper**2 - part**2, 0.0))
    side = np.array([0, 1, 0.6]) if up else np.array([0, -0.6, -1])
    side -= along * float(side @ along)
    result: Vector = a + along * part + side / max(float(np.linalg.norm(side)), 1e-6) * out
    return result
