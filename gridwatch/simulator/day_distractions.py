"""What a poor watch would report on a scripted day: some of it stands all day, some comes and goes.

Each belongs to a kind; a day holds more than ten kinds. None of it is an event, and none hides one: events are
drawn after what stands.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from gridwatch.simulator.blocks import ROAD_HALF
from gridwatch.simulator.day_events import HOUR, Diary, parked
from gridwatch.simulator.day_places import drawn, kind_of
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.script import KERB, Distraction, gathering
from gridwatch.simulator.tracks import During, Still
from gridwatch.simulator.world import Track

Rows = tuple[tuple[float, float, float, float], ...]
Found = tuple[Distraction, list[Track]]

_STANDING: Mapping[str, tuple[tuple[str, str, Rows, bool], ...]] = {  # kind, figure, x0 x1 y0 y1, by day only
    "street": (
        ("leaf_pile", "leaves", ((-KERB - 2.8, -KERB - 2.2, 24.9, 26.0),), False),
        ("covered_sand", "net", ((KERB + 2.2, KERB + 3.0, 31.5, 34.0),), False),
        ("parked_tricycle", "tricycle", ((KERB + 3.2, KERB + 3.6, 6.5, 8.0),), False),
        ("stall", "stall", ((KERB + 3.1, KERB + 3.3, 29.2, 30.0),), True),
        ("planter", "planter", ((-KERB - 3.7, -KERB - 3.5, 32.0, 34.0),), False),
        ("parked_bicycles", "bicycle", ((KERB + 3.5, KERB + 3.7, 3.5, 5.5),), False),
        ("leaf_pile", "leaves", ((KERB + 2.0, KERB + 2.8, 7.0, 8.0),), False),
    ),
    "plaza": (
        ("leaf_pile", "leaves", ((-14.0, -12.5, 20.0, 27.0), (12.0, 14.0, 22.0, 28.0)), False),
        ("flower_bed", "hedge", ((-15.0, -14.0, 16.0, 18.0), (14.5, 15.5, 27.0, 29.0)), False),
        ("planter", "planter", ((-3.0, 3.0, 29.0, 30.5),), False),
        ("stall", "stall", ((-15.5, -14.5, 28.5, 30.0),), True),
        ("parked_bicycles", "scooter", ((11.5, 12.5, 29.5, 30.5),), False),
        ("parked_tricycle", "tricycle", ((16.5, 17.5, 24.0, 26.0),), False),
    ),
    "works_site": (
        ("building_material", "bricks", ((9.5, 13.0, 20.5, 23.5),), False),
        ("building_material", "pipes", ((13.5, 17.0, 18.5, 20.0),), False),
        ("covered_sand", "net", ((14.0, 18.0, 22.0, 24.0),), False),
        ("covered_sand", "net", ((11.0, 16.0, 29.0, 34.0),), False),
        ("works_barrier", "barrier", ((KERB + 2.0, KERB + 2.3, 25.4, 25.8),), False),
        ("leaf_pile", "leaves", ((-KERB - 2.8, -KERB - 2.0, 20.0, 30.0),), False),
    ),
    "market": (
        ("parked_tricycle", "tricycle", ((3.3, 3.5, 24.0, 27.0),), False),
        ("leaf_pile", "leaves", ((-3.5, -3.1, 22.0, 24.0),), False),
        ("parked_bicycles", "scooter", ((-3.7, -3.4, 26.5, 28.0),), False),
        ("planter", "planter", ((3.5, 3.7, 18.5, 20.0),), False),
    ),
}  # fmt: skip
_DAYLIGHT = (1.5 / 24, 15.5 / 24)  # of a stall, in shares of the day that begins at six
_BAYS = (9.0, 15.0, 21.0, 27.0, 33.0)  # y of the middles of parking bays
LONGEST_BRIEF_S = 470.0
"""A stop or a load ends within two looks that are five minutes apart."""


def standing(rng: random.Random, place: Scene, seconds: float) -> Iterator[Found]:
    """What stands at a place: piles, stalls, material, bicycles, and cars in the bays that are there for them."""
    for i, (kind, figure, rows, by_day) in enumerate(_STANDING[place.kind]):
        if rng.random() > 0.85:
            continue
        for j in range(3 if kind == "parked_bicycles" else 1):
            x, y = drawn(rng, rows)
            thing = Still(
                id=f"{place.id}-{kind}-{i}-{j}", kind=figure, scene=place.id, x=x, y=y + 0.75 * j,
                heading_deg=_heading(rng, figure, x), seed=rng.randrange(10**6),
            )  # fmt: skip
            spans = ((_DAYLIGHT[0] * seconds, _DAYLIGHT[1] * seconds),) if by_day else ((0.0, seconds),)
            track: Track = During(inner=thing, spans=spans) if by_day else thing
            yield _told(kind, place, *spans[0], thing.id), [track]
    if place.kind == "street":
        for y in _BAYS:
            yield from _bay(rng, place, y, seconds)


def passing(rng: random.Random, place: Scene, diary: Diary, seconds: float) -> Iterator[Found]:
    """What comes and goes: vehicles that stop briefly, loads that are carried off, small groups of people."""
    hours = seconds / HOUR
    for i in range(max(1, round(hours / 9))):
        if (found := _brief_stop(rng, place, diary, i, seconds)) is not None:
            yield found
        if (found := _load(rng, place, diary, i, seconds)) is not None:
            yield found
    if place.kind == "plaza":
        for i in range(max(1, round(hours / 5))):
            if (found := _group(rng, place, diary, i, seconds)) is not None:
                yield found


def _bay(rng: random.Random, place: Scene, y: float, seconds: float) -> Iterator[Found]:
    """A parking bay: one vehicle after the other, with gaps."""
    t = rng.uniform(-3, 1) * HOUR
    i = 0
    while t < seconds:
        long = rng.uniform(0.5, 5) * HOUR
        if rng.random() < 0.55 and t + long > 0:
            car = Still(
                id=f"{place.id}-bay{y:.0f}-{i}", kind=rng.choice(("car", "car", "suv", "van")), scene=place.id,
                x=-(ROAD_HALF - 1.15) + rng.uniform(-0.1, 0.1), y=y + rng.uniform(-0.3, 0.3),
                heading_deg=180 + rng.uniform(-1.5, 1.5), seed=rng.randrange(10**6), since=t, until=t + long,
            )  # fmt: skip
            yield _told("parked_where_allowed", place, max(0.0, t), t + long, car.id), [car]
        t += long + rng.uniform(0.05, 1) * HOUR
        i += 1


def _brief_stop(rng: random.Random, place: Scene, diary: Diary, number: int, seconds: float) -> Found | None:
    start, end = _brief(rng, seconds)
    if not diary.free("illegal_parking", place.id, start, end, HOUR / 3):
        return None
    vehicle = parked(rng, place, f"{place.id}-stop-{number}", start, end)
    if vehicle is None:
        return None
    diary.take("illegal_parking", place.id, start, end)
    return _told("brief_stop", place, start, end, vehicle.id), [vehicle]


def _load(rng: random.Random, place: Scene, diary: Diary, number: int, seconds: float) -> Found | None:
    start, end = _brief(rng, seconds)
    if not diary.free("construction_waste", place.id, start, end, HOUR / 3):
        return None
    x, y = drawn(rng, kind_of(place).heaps)
    heap = Still(
        id=f"{place.id}-load-{number}", kind=rng.choice(("rubble", "mixed")), scene=place.id, x=x, y=y,
        seed=rng.randrange(10**6), since=start, until=end,
    )  # fmt: skip
    worker = Still(
        id=f"{place.id}-loader-{number}", kind="person", scene=place.id, x=x - 2.2, y=y - 0.6, heading_deg=75.0,
        seed=rng.randrange(10**6), since=start, until=end, role="worker",
    )  # fmt: skip
    diary.take("construction_waste", place.id, start, end)
    return _told("load_carried_off", place, start, end, heap.id, worker.id), [heap, worker]


def _group(rng: random.Random, place: Scene, diary: Diary, number: int, seconds: float) -> Found | None:
    start = rng.uniform(0.05, 0.6) * seconds
    end = start + rng.uniform(0.4, 1.2) * HOUR
    if not diary.free("crowding", place.id, start, end, HOUR / 2):
        return None
    people = gathering(
        place.id, (rng.uniform(-3, 3), rng.uniform(19, 24)), rng.randint(4, 6), start, end, rng.randrange(10**6),
        name=f"{place.id}-group{number}",
    )  # fmt: skip
    diary.take("crowding", place.id, start, end)
    ids = tuple(f"{place.id}-group{number}-visitor{i}" for i in range(len(people)))
    return _told("small_group", place, start, end, *ids), people


def _brief(rng: random.Random, seconds: float) -> tuple[float, float]:
    long = rng.uniform(200.0, LONGEST_BRIEF_S)
    start = rng.uniform(0.02, 0.95) * (seconds - long)
    return start, start + long


def _told(kind: str, place: Scene, start: float, end: float, *ids: str) -> Distraction:
    return Distraction(kind=kind, scene=place.id, start=start, end=end, actor_ids=ids)


def _heading(rng: random.Random, figure: str, x: float) -> float:
    if figure in {"stall", "bench", "planter", "hedge", "barrier"}:
        return 90.0 if x < 0 else -90.0
    return rng.uniform(0, 360) if figure in {"leaves", "net", "bricks", "pipes"} else rng.uniform(60, 120)
