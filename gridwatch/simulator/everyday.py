"""Everyday life of a place: passers-by, traffic, people at stalls. Drawn from a seed, periodic in time."""

from __future__ import annotations

import random
from itertools import pairwise

from gridwatch.simulator.blocks import PAVEMENT, ROAD_HALF
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.tracks import Along, Still
from gridwatch.simulator.world import Track

_NEAR, _FAR = -28.0, 95.0
_WALKWAY = ROAD_HALF + 0.16 + 1.4  # nearest a walker comes to the middle of the street
_VEHICLES = ("car", "car", "car", "suv", "suv", "van", "truck", "bus")


def life(
    place: Scene, seed: int, *, bustle: float = 1.0, avoid: tuple[float, float] | None = None
) -> list[Track]:
    """Return the tracks of an ordinary day at a place; `bustle` 0 is deserted, 1 usual, 2 busy.

    `avoid` is a local spot on a pavement that walkers go around, on the road.
    """
    rng = random.Random(f"life {place.id} {seed}")
    if place.kind in {"street", "works_site"}:
        tracks = _street_walkers(place, rng, round(7 * bustle), avoid) + _traffic(place, rng, bustle)
    elif place.kind == "plaza":
        tracks = _crossing(place, rng, round(6 * bustle))
    else:
        tracks = _shoppers(place, rng, round(10 * bustle))
    if place.kind == "works_site":
        tracks += [
            Still(id=f"{place.id}-hand{i}", kind="person", scene=place.id, x=rng.uniform(12, 18), y=rng.uniform(19, 24),
                  heading_deg=rng.uniform(0, 360), seed=rng.randrange(10**6), role="worker")
            for i in range(round(3 * min(bustle, 1)))
        ]  # fmt: skip
    return tracks


def _walk(place: Scene, name: str, path: tuple[tuple[float, float], ...], rng: random.Random) -> Along:
    speed = rng.uniform(1.05, 1.5)
    long = sum(((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in pairwise(path))
    every = long / speed + rng.uniform(5, 60)
    return Along(
        id=f"{place.id}-{name}", kind="person", scene=place.id, path=path, speed=speed,
        start=-rng.uniform(0, every), every_s=every, seed=rng.randrange(10**6),
    )  # fmt: skip


def _street_walkers(
    place: Scene, rng: random.Random, count: int, avoid: tuple[float, float] | None
) -> list[Track]:
    tracks: list[Track] = []
    for i in range(count):
        side = -1 if place.kind == "works_site" else rng.choice((-1, 1))
        x = side * rng.uniform(_WALKWAY, _WALKWAY + PAVEMENT - 2.4)
        ends = [(x, _NEAR), (x + rng.uniform(-0.4, 0.4), 30.0), (x, _FAR)]
        if avoid is not None and x * avoid[0] > 0:
            around, y = side * (ROAD_HALF - 0.5), avoid[1]
            ends = [(x, _NEAR), (x, y - 7), (around, y - 2.5), (around, y + 2.5), (x, y + 7), (x, _FAR)]
        if rng.random() < 0.5:
            ends.reverse()
        tracks.append(_walk(place, f"walker{i}", tuple(ends), rng))
    return tracks


def _traffic(place: Scene, rng: random.Random, bustle: float) -> list[Track]:
    """Vehicles keep to the right; each lane's vehicles share one period so that they never meet."""
    tracks: list[Track] = []
    if bustle <= 0:
        return tracks
    for side in (-1, 1):
        every = 60.0 / bustle
        speed = rng.uniform(6.5, 9)
        path = ((1.25, _NEAR), (1.25, _FAR)) if side > 0 else ((-1.25, _FAR), (-1.25, _NEAR))
        tracks += [
            Along(
                id=f"{place.id}-car{side}{i}", kind=rng.choice(_VEHICLES), scene=place.id, path=path, speed=speed,
                start=-(every / 3 * i + rng.uniform(0, every / 6)), every_s=every, seed=rng.randrange(10**6),
            )
            for i in range(3)
        ]  # fmt: skip
        x = 3.5 * side
        lane = ((x, _NEAR), (x, _FAR)) if side > 0 else ((x, _FAR), (x, _NEAR))
        for i in range(2):
            kind = rng.choice(("bicycle", "scooter", "scooter", "tricycle"))
            tracks.append(
                Along(
                    id=f"{place.id}-{kind}{side}{i}", kind=kind, scene=place.id, path=lane, speed=4.2,
                    start=-(40.0 / bustle * i + rng.uniform(0, 12)), every_s=80.0 / bustle, seed=rng.randrange(10**6),
                )
            )  # fmt: skip
    return tracks


def _crossing(place: Scene, rng: random.Random, count: int) -> list[Track]:
    tracks: list[Track] = []
    for i in range(count):
        a = (rng.choice((-25.0, 25.0)), rng.uniform(2, 45))
        b = (-a[0], rng.uniform(2, 45))
        tracks.append(_walk(place, f"walker{i}", (a, b), rng))
    return tracks


def _shoppers(place: Scene, rng: random.Random, count: int) -> list[Track]:
    tracks: list[Track] = []
    for i in range(count):
        x = rng.uniform(-3.4, 3.4)
        ends = [(x, -14.0), (x + rng.uniform(-0.8, 0.8), 20.0), (x, 75.0)]
        if rng.random() < 0.5:
            ends.reverse()
        tracks.append(_walk(place, f"shopper{i}", tuple(ends), rng))
    stalls = [prop for prop in place.props if prop.kind == "stall"]
    for i, prop in enumerate(stalls):
        if rng.random() < 0.4:
            side = 1 if prop.x > 0 else -1
            tracks.append(
                Still(
                    id=f"{place.id}-keeper{i}", kind="person", scene=place.id, x=prop.x + side * 0.95,
                    y=prop.y + rng.uniform(-0.5, 0.5), heading_deg=-90 * side, seed=rng.randrange(10**6),
                )
            )  # fmt: skip
    return tracks
