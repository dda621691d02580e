"""Random things in front of a camera, for training pictures: free spots at all distances, nothing in walls."""

from __future__ import annotations

import math
import random

from gridwatch.simulator.blocks import PAVEMENT, ROAD_HALF
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.tracks import PHASES, rider
from gridwatch.simulator.world import Actor, SimCamera

LOOKALIKES = ("leaves", "net", "stall", "bricks", "pipes", "barrier", "planter", "bench", "cabinet", "hedge")
"""What resembles a heap, or hides people, and is no business of ours."""

_ROOM = {"car": 2.6, "suv": 2.6, "van": 2.8, "truck": 4.4, "bus": 6.2}  # half a length, metres
_TRIES = 40
_LOWEST = 1.3  # steepest direction of view that is used, radians below the horizon


def scatter(place: Scene, camera: SimCamera, rng: random.Random, *, rain: bool = False) -> tuple[Actor, ...]:
    """Put people, vehicles, heaps, bins and lookalikes in front of a camera; all ids are of scene `here`."""
    ground = _Ground(place, camera, rng)
    for i in range(rng.choice((0, 1, 2, 4, 6)) if place.kind != "plaza" else rng.choice((0, 0, 1))):
        kind = rng.choice(("car", "car", "suv", "van", "truck", "bus"))
        ground.put(f"v{i}", kind, _ROOM[kind], along=rng.random() < 0.85)
    for i in range(rng.choice((0, 1, 2, 3))):
        _ride(ground, i, rng)
    for i in range(rng.choice((1, 1, 2, 3)) if rng.random() < 0.74 else 0):
        kind = rng.choice(("rubble", "rubble", "mixed", "bags"))
        ground.put(f"h{i}", kind, 1.6, growth=rng.choice((0.15, 0.4, 0.7, 1.0)), still=True, near=True)
    for i in range(rng.choice((0, 0, 1, 2, 4))):
        ground.put(f"b{i}", "bin", 0.6, growth=2.0 if rng.random() < 0.4 else 1.0, still=True, near=True)
    for i in range(rng.choice((0, 1, 2, 4))):
        ground.put(f"l{i}", rng.choice(LOOKALIKES), 1.2, still=True)
    roles = ("", "", "", "worker", "umbrella" if rain else "")
    for i in range(rng.choice((0, 2, 4, 7, 12, 24))):
        posture = rng.choice(("walk", "walk", "stand"))
        ground.put(f"p{i}", "person", 0.4, posture=posture, role=rng.choice(roles))
    if rng.random() < 0.4:
        _group(ground, rng)
    return tuple(ground.things)


def _ride(ground: _Ground, number: int, rng: random.Random) -> None:
    """A bicycle, scooter or tricycle, most with somebody on it."""
    kind = rng.choice(("bicycle", "bicycle", "scooter", "scooter", "tricycle"))
    machine = ground.put(f"c{number}", kind, 1.0, along=rng.random() < 0.6)
    if machine is not None and rng.random() < 0.6:
        where = (machine.x, machine.y, machine.heading_deg)
        ground.things.append(rider(machine.id, kind, "here", where, machine.seed, rng.uniform(0, 4)))


def _group(ground: _Ground, rng: random.Random) -> None:
    """People who stand together."""
    spread = rng.uniform(1.2, 3.5)
    middle = ground.spot(room=spread)
    if middle is None:
        return
    for i in range(rng.randint(3, 14)):
        angle, reach = rng.uniform(0, 2 * math.pi), spread * math.sqrt(rng.random())
        ground.things.append(
            Actor(
                id=f"g{i}", kind="person", scene="here", x=middle[0] + reach * math.cos(angle),
                y=middle[1] + reach * math.sin(angle), heading_deg=rng.uniform(0, 360), seed=rng.randrange(10**6),
            )
        )  # fmt: skip


class _Ground:
    """Free spots in view, drawn evenly over the picture and not over the ground, so that all distances occur."""

    def __init__(self, place: Scene, camera: SimCamera, rng: random.Random) -> None:
        self._place, self._camera, self._rng = place, camera, rng
        self.things: list[Actor] = []
        self._taken: list[tuple[float, float, float]] = [
            (*place.world(prop.x, prop.y), 1.5 if prop.kind == "stall" else 0.7) for prop in place.props
        ]

    def spot(self, room: float, *, near: bool = False) -> tuple[float, float] | None:
        """A place with `room` metres around it; None when none was found."""
        pose, rng = self._camera.pose, self._rng
        half = math.radians(pose.hfov_deg) / 2
        tilt = math.radians(pose.tilt_deg)
        far = max(tilt - half * 0.5, math.atan2(pose.height_m, 30 if near else 55))
        close = max(min(tilt + half * 0.5, _LOWEST), far + 0.05)
        for _ in range(_TRIES):
            reach = pose.height_m / math.tan(rng.uniform(far, close))
            aside = math.radians(pose.heading_deg) + rng.uniform(-half, half)
            east = self._camera.x + reach * math.sin(aside)
            north = self._camera.y + reach * math.cos(aside)
            free = all(math.hypot(east - x, north - y) > room + r for x, y, r in self._taken)
            if free and self._open(east, north):
                self._taken.append((east, north, room))
                return east, north
        return None

    def _open(self, east: float, north: float) -> bool:
        """Whether a place is in the street, not inside of a building."""
        x, _ = self._place.local(east, north)
        street = ROAD_HALF + PAVEMENT - 0.4
        limit = {"plaza": 33.0, "market": 7.0, "works_site": 28.0}.get(self._place.kind, street)
        return (-street if self._place.kind == "works_site" else -limit) <= x <= limit

    def put(
        self, thing_id: str, kind: str, room: float, *, posture: str = "stand", growth: float = 1.0, role: str = "",
        still: bool = False, along: bool = False, near: bool = False,
    ) -> Actor | None:  # fmt: skip
        """Add a thing where there is room, `along` the street or any way round; None when there is none."""
        rng = self._rng
        place = self.spot(room, near=near)
        heading = rng.uniform(0, 360)
        if along:
            heading = (self._place.turn_deg + rng.choice((0, 180)) + rng.gauss(0, 4)) % 360
        seed, phase = rng.randrange(10**6), rng.randrange(PHASES)
        if place is None:
            return None
        thing = Actor(
            id=thing_id, kind=kind, scene="here", x=place[0], y=place[1], heading_deg=heading, seed=seed,
            posture=posture, phase=phase, growth=growth, still=still, role=role,
        )  # fmt: skip
        self.things.append(thing)
        return thing
