"""The moves a script is written in: things that stand, follow a path, or come together. All pure in time."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.world import Actor, Track

Points = tuple[tuple[float, float], ...]
PHASES = 16  # steps of the walking cycle that figures are made for
_STRIDE_M = 1.45  # ground covered by one full walking cycle
_TURN_M = 4.2  # ground covered by one turn of the pedals
_GROWTH_STEPS = 6


def _heading(place: Scene, dx: float, dy: float) -> float:
    """Heading of a local direction, degrees clockwise from north."""
    return (math.degrees(math.atan2(dx, dy)) + place.turn_deg) % 360


@dataclass(frozen=True, kw_only=True, slots=True)
class Still:
    """Something that stands from `since` to `until`; a heap grows over `grow_s`."""

    id: str
    kind: str
    scene: str
    x: float
    y: float
    heading_deg: float = 0.0  # in the scene's axes
    seed: int = 0
    since: float = -math.inf
    until: float = math.inf
    grow_s: float = 0.0
    growth: float = 1.0
    posture: str = "stand"
    role: str = ""

    def actors(self, t: float, place: Scene) -> Iterator[Actor]:
        """Yield it while it is there."""
        if not self.since <= t < self.until:
            return
        growth = self.growth
        if self.grow_s > 0:
            share = min(1.0, (t - self.since) / self.grow_s)
            growth *= (1 + math.floor(share * (_GROWTH_STEPS - 1))) / _GROWTH_STEPS
            growth = self.growth if share >= 1 else growth
        x, y = place.world(self.x, self.y)
        yield Actor(
            id=self.id, kind=self.kind, scene=self.scene, x=x, y=y, seed=self.seed, growth=growth,
            heading_deg=(self.heading_deg + place.turn_deg) % 360, posture=self.posture, role=self.role, still=True,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Along:
    """Something that follows a path at a steady speed, again and again every `every_s`."""

    id: str
    kind: str
    scene: str
    path: Points
    speed: float  # metres a second
    start: float = 0.0
    every_s: float = 0.0  # 0: once; otherwise at least the time the path takes
    seed: int = 0
    role: str = ""

    def actors(self, t: float, place: Scene) -> Iterator[Actor]:
        """Yield it, and its rider, while it is on the path."""
        gone = t - self.start
        if self.every_s > 0:
            gone = gone % self.every_s
        spot = _along(self.path, gone * self.speed)
        if spot is None:
            return
        x, y, dx, dy, _ = spot
        east, north = place.world(x, y)
        heading = _heading(place, dx, dy)
        steps = gone * self.speed
        if self.kind == "person":
            phase = int(steps / _STRIDE_M * PHASES + self.seed) % PHASES
            yield Actor(
                id=self.id, kind="person", scene=self.scene, x=east, y=north, heading_deg=heading, seed=self.seed,
                posture="walk", phase=phase, role=self.role,
            )  # fmt: skip
            return
        yield Actor(
            id=self.id, kind=self.kind, scene=self.scene, x=east, y=north, heading_deg=heading, seed=self.seed
        )
        if self.kind in {"bicycle", "scooter", "tricycle"}:
            yield rider(self.id, self.kind, self.scene, (east, north, heading), self.seed, steps)


def rider(
    ride_id: str, kind: str, scene: str, where: tuple[float, float, float], seed: int, metres: float = 0.0
) -> Actor:
    """The person on a bicycle, scooter or tricycle at (east, north, heading)."""
    east, north, heading = where
    back = {"bicycle": 0.20, "scooter": 0.30, "tricycle": -0.40}[kind]
    angle = math.radians(heading)
    phase = int(metres / _TURN_M * PHASES) % PHASES if kind == "bicycle" else 0
    return Actor(
        id=f"{ride_id}-rider", kind="person", scene=scene, heading_deg=heading, seed=seed + 7,
        x=east - back * math.sin(angle), y=north - back * math.cos(angle),
        posture="ride" if kind == "bicycle" else "scoot", phase=phase, role="rider",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A person who walks to a spot, stands there a while facing `faces`, and walks off."""

    id: str
    scene: str
    come: Points  # the last point is the spot
    leave: Points  # the first point is the spot
    arrive: float  # seconds
    depart: float
    faces: tuple[float, float]  # local point looked at while standing
    speed: float = 1.3
    seed: int = 0
    role: str = ""

    def actors(self, t: float, place: Scene) -> Iterator[Actor]:
        """Yield the person while there."""
        long = sum(math.dist(a, b) for a, b in pairwise(self.come))
        walked = 0.0
        posture = "walk"
        if t < self.arrive:
            walked = long - (self.arrive - t) * self.speed
            spot = _along(self.come, walked) if walked >= 0 else None
        elif t >= self.depart:
            walked = (t - self.depart) * self.speed
            spot = _along(self.leave, walked)
        else:
            posture = "stand"
            x, y = self.come[-1]
            # People shift about: another direction every seven seconds or so.
            turn = random.Random(f"{self.id} {int((t + self.seed) / 7)}").uniform(-0.7, 0.7)
            dx, dy = self.faces[0] - x, self.faces[1] - y
            spot = (
                x, y, dx * math.cos(turn) - dy * math.sin(turn), dx * math.sin(turn) + dy * math.cos(turn), 0.0,
            )  # fmt: skip
        if spot is None:
            return
        x, y, dx, dy, _ = spot
        east, north = place.world(x, y)
        yield Actor(
            id=self.id, kind="person", scene=self.scene, x=east, y=north, heading_deg=_heading(place, dx, dy),
            seed=self.seed, posture=posture, role=self.role,
            phase=int(walked / _STRIDE_M * PHASES + self.seed) % PHASES if posture == "walk" else 0,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class During:
    """Another track, but only in the given times: what goes on by day, or in one shift."""

    inner: Track
    spans: tuple[tuple[float, float], ...]  # (since, until) seconds, in order

    @property
    def scene(self) -> str:
        """The scene it belongs to."""
        return self.inner.scene

    def actors(self, t: float, place: Scene) -> Iterator[Actor]:
        """Yield what the other track does, in its times."""
        if any(since <= t < until for since, until in self.spans):
            yield from self.inner.actors(t, place)


def _along(path: Points, metres: float) -> tuple[float, float, float, float, float] | None:
    """Point, direction and rest after `metres` of a path; None before its start and after its end."""
    if metres < 0:
        return None
    for a, b in pairwise(path):
        step = math.dist(a, b)
        if metres <= step and step > 0:
            share = metres / step
            dx, dy = b[0] - a[0], b[1] - a[1]
            return a[0] + dx * share, a[1] + dy * share, dx, dy, step - metres
        metres -= step
    return None
