"""The events of a scripted day, drawn until a camera sees each of them well.

Heaps are dumped, bins overflow, people gather, vehicles stand where none may. Two events of a matter at one
place never meet in time, so that an incident has one meaning; different matters may.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gridwatch.simulator.day_places import drawn, kind_of
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.script import Planned, SceneScript, gathering
from gridwatch.simulator.tracks import Still
from gridwatch.simulator.truth import Truth
from gridwatch.simulator.world import Actor, SimCamera, Track, World

HOUR = 3600.0
SHARES: Mapping[str, float] = {
    "construction_waste": 0.4,
    "bin_overflow": 0.23,
    "illegal_parking": 0.2,
    "crowding": 0.17,
}
"""Which share of the events is of which matter."""
_LONG: Mapping[str, tuple[float, float]] = {  # hours that they last
    "construction_waste": (1.2, 4.5),
    "bin_overflow": (1.2, 4.0),
    "illegal_parking": (1.0, 2.8),
    "crowding": (0.7, 1.6),
}
_PLACES: Mapping[str, frozenset[str]] = {
    "construction_waste": frozenset({"street", "plaza", "works_site", "market"}),
    "bin_overflow": frozenset({"street", "plaza", "works_site", "market"}),
    "illegal_parking": frozenset({"street", "plaza", "works_site"}),
    "crowding": frozenset({"plaza"}),
}
APART_S = 0.9 * HOUR  # an incident is proven gone before the next of its matter begins at the place
EDGE_S = 0.25 * HOUR  # nothing begins or ends nearer to the ends of the day
_AWAKE = (1.0 / 24, 16.5 / 24)  # people gather between seven and half past ten, in shares of the day
_TRIES = 400
_WELL_SHARE, _WELL_PIXELS = 0.6, 26.0  # seen well: this much of it, this large in a picture 1280 wide


@dataclass(frozen=True, kw_only=True, slots=True)
class BinSpot:
    """Where a bin stands that may overflow."""

    id: str
    scene: str
    x: float
    y: float
    heading_deg: float
    seed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A place as the makers of events see it."""

    place: Scene
    bins: tuple[BinSpot, ...] = ()


@dataclass(kw_only=True, slots=True)
class Diary:
    """When what is taken: (matter, place) -> times."""

    taken: dict[tuple[str, str], list[tuple[float, float]]] = field(default_factory=dict)

    def free(self, matter: str, scene: str, start: float, end: float, apart: float = APART_S) -> bool:
        """Whether nothing of the matter happens there within `apart` seconds of the time."""
        return all(end + apart <= a or b + apart <= start for a, b in self.taken.get((matter, scene), ()))

    def take(self, matter: str, scene: str, start: float, end: float) -> None:
        """Note that something happens."""
        self.taken.setdefault((matter, scene), []).append((start, end))


class Stage(World):
    """The places with given things on them: what a trial event would look like."""

    def __init__(self, scenes: Mapping[str, Scene], cameras: Mapping[str, SimCamera], seed: int) -> None:
        script = SceneScript(seed=seed, seconds=0, scenes=scenes, cameras=cameras, tracks=(), planned=())
        super().__init__(script)
        self._truth = Truth(self, script)
        self._tracks: tuple[Track, ...] = ()

    def actors(self, t: float, scene: str | None = None) -> tuple[Actor, ...]:
        """What the tried tracks put there."""
        return tuple(
            actor
            for track in self._tracks
            if scene is None or track.scene == scene
            for actor in track.actors(t, self.script.scenes[track.scene])
        )

    def seen_well(self, planned: Planned, tracks: Sequence[Track]) -> tuple[str, ...]:
        """Cameras that see an event well in its middle, among the still things `tracks`."""
        self._tracks = tuple(tracks)
        middle = [(planned.start + planned.end) / 2]
        if len(planned.actor_ids) > 1:  # in a crowd people hide each other
            return self._truth.watchers(planned, middle)
        return self._truth.watchers(planned, middle, min_share=_WELL_SHARE, min_pixels=_WELL_PIXELS)


def draw_events(
    rng: random.Random,
    stage: Stage,
    bins: Sequence[BinSpot],
    standing: Sequence[Track],
    count: int,
    seconds: float,
) -> tuple[list[Planned], list[Track], Diary]:
    """Return `count` events, what makes them, and when which place was taken.

    Raises ValueError when the places cannot hold so many.
    """
    diary, planned, tracks = Diary(), [], []
    sites = {
        place.id: Site(place=place, bins=tuple(one for one in bins if one.scene == place.id))
        for place in stage.script.scenes.values()
    }
    by_scene: dict[str, list[Track]] = {}
    for track in standing:
        by_scene.setdefault(track.scene, []).append(track)
    for matter, number in _numbers(count).items():
        for i in range(number):
            slot = ((i + 0.1) / number, (i + 0.9) / number)
            event, made = _draw(
                rng, stage, sites, by_scene, diary, matter, f"{matter}-{i + 1:02d}", slot, seconds
            )
            planned.append(event)
            tracks += made
            by_scene.setdefault(event.scene, []).extend(made)
    return sorted(planned, key=lambda event: (event.start, event.id)), tracks, diary


def _numbers(count: int) -> dict[str, int]:
    numbers = {matter: int(count * share) for matter, share in SHARES.items()}
    for matter in SHARES:  # what rounding left over
        if sum(numbers.values()) < count:
            numbers[matter] += 1
    numbers["construction_waste"] += count - sum(numbers.values())
    return {matter: number for matter, number in numbers.items() if number}


def _draw(
    rng: random.Random,
    stage: Stage,
    sites: Mapping[str, Site],
    standing: Mapping[str, Sequence[Track]],
    diary: Diary,
    matter: str,
    event_id: str,
    slot: tuple[float, float],
    seconds: float,
) -> tuple[Planned, list[Track]]:
    scenes = sorted(s.id for s in stage.script.scenes.values() if s.kind in _PLACES[matter])
    low, high = (hours * HOUR * min(1.0, seconds / (24 * HOUR) * 3) for hours in _LONG[matter])
    for attempt in range(_TRIES):
        scene_id = rng.choice(scenes)
        long = rng.uniform(low, high)
        # Spread over the day; where its own part of the day holds no place, any other will do.
        share = rng.uniform(*slot) if attempt < _TRIES // 2 else rng.random()
        if matter == "crowding":
            share = _AWAKE[0] + share * (_AWAKE[1] - _AWAKE[0])
        start = EDGE_S + share * (seconds - 2 * EDGE_S - long)
        end = start + long
        if not diary.free(matter, scene_id, start, end):
            continue
        event, tracks = _MAKERS[matter](rng, sites[scene_id], event_id, start, end)
        if event is None or not stage.seen_well(event, [*standing.get(scene_id, ()), *tracks]):
            continue
        diary.take(matter, scene_id, start, end)
        return event, tracks
    raise ValueError(f"no place and time for {event_id}: ask for fewer events, or for more cameras or hours")


_Made = tuple[Planned | None, list[Track]]


def _heap(rng: random.Random, site: Site, event_id: str, start: float, end: float) -> _Made:
    place = site.place
    x, y = drawn(rng, kind_of(place).heaps)
    heap = Still(
        id=event_id, kind=rng.choice(("rubble", "rubble", "mixed", "bags")), scene=place.id, x=x, y=y,
        heading_deg=rng.uniform(0, 360), seed=rng.randrange(10**6), since=start, until=end, grow_s=90.0,
    )  # fmt: skip
    return _planned("construction_waste", place, event_id, x, y, start, end, (event_id,)), [heap]


def _overflow(rng: random.Random, site: Site, event_id: str, start: float, end: float) -> _Made:
    if not site.bins:
        return None, []
    place, one = site.place, rng.choice(site.bins)
    full = Still(
        id=event_id, kind="bin", scene=place.id, x=one.x, y=one.y, heading_deg=one.heading_deg, seed=one.seed,
        growth=2.0, since=start, until=end,
    )  # fmt: skip
    event = _planned("bin_overflow", place, event_id, one.x, one.y, start, end, (event_id,))
    return event, [full]


def _crowd(rng: random.Random, site: Site, event_id: str, start: float, end: float) -> _Made:
    place = site.place
    centre = (rng.uniform(-2.0, 2.0), rng.uniform(19.5, 23.0))
    people = gathering(place.id, centre, rng.randint(24, 34), start, end, rng.randrange(10**6), name=event_id)
    ids = tuple(f"{event_id}-visitor{i}" for i in range(len(people)))
    return _planned("crowding", place, event_id, *centre, start + 20.0, end, ids), people


def _parked(rng: random.Random, site: Site, event_id: str, start: float, end: float) -> _Made:
    place = site.place
    vehicle = parked(rng, place, event_id, start, end)
    if vehicle is None:
        return None, []
    event = _planned("illegal_parking", place, event_id, vehicle.x, vehicle.y, start, end, (event_id,))
    return event, [vehicle]


def parked(rng: random.Random, place: Scene, name: str, start: float, end: float) -> Still | None:
    """A vehicle where none may stand, or None where everybody may."""
    box = kind_of(place).no_parking
    if box is None:
        return None
    x0, x1, y0, y1 = box
    lane = kind_of(place).parked_deg == 0.0
    x = (x0 + x1) / 2 + rng.uniform(-0.1, 0.1) if lane else rng.uniform(x0 + 6, x1 - 6)
    y = rng.uniform(y0 + 5, y1 - 5) if lane else (y0 + y1) / 2 + rng.uniform(-0.3, 0.3)
    return Still(
        id=name, kind=rng.choice(("car", "car", "suv", "van", "truck")), scene=place.id, x=x, y=y,
        heading_deg=kind_of(place).parked_deg + rng.uniform(-2, 2) + (0 if lane else rng.choice((0, 180))),
        seed=rng.randrange(10**6), since=start, until=end,
    )  # fmt: skip


def _planned(
    matter: str,
    place: Scene,
    event_id: str,
    x: float,
    y: float,
    start: float,
    end: float,
    ids: tuple[str, ...],
) -> Planned:
    return Planned(id=event_id, matter=matter, scene=place.id, x=x, y=y, start=start, end=end, actor_ids=ids)


_MAKERS = {
    "construction_waste": _heap,
    "bin_overflow": _overflow,
    "crowding": _crowd,
    "illegal_parking": _parked,
}
