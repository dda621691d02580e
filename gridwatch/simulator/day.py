"""A scripted day: twenty-four hours before twenty cameras, sixty events, and ten kinds of what is none.

The day begins at six in the morning. Everything is drawn from a seed and is a pure function of time, so that
`gridwatch simulate day` can render any look of it alone; another seed makes another day of the same difficulty.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from gridwatch.simulator.day_distractions import passing, standing
from gridwatch.simulator.day_events import HOUR, BinSpot, Stage, draw_events
from gridwatch.simulator.day_places import day_places, drawn, kind_of
from gridwatch.simulator.everyday import life
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.script import Distraction, Planned, SceneScript
from gridwatch.simulator.tracks import Along, During, Still
from gridwatch.simulator.world import Track

DAY_START = datetime(2026, 11, 2, 6, 0, tzinfo=timezone(timedelta(hours=8)))
"""When a scripted day begins, and what the captions show then."""
SHORTEST_H = 4.0
"""Hours below which a day has no room for events that begin, last and end."""

_SHIFTS = ((0.0, 1.0, 0.45), (1.0, 6.5, 1.0), (6.5, 12.0, 0.9), (12.0, 16.5, 0.55), (16.5, 24.0, 0.15))
# from hour, to hour (of a day of 24 that begins at six), how busy
_CALM = 0.62  # of the demo's bustle: a place must be looked at, not admired
_CYCLES = frozenset({"bicycle", "scooter", "tricycle"})
_WEATHER_H = (2.0, 11.0)  # between these hours the weather changes
_FIXED = ((0.0, "dusk"), (0.4, "morning"), (11.0, "dusk"), (12.2, "night"))  # hour, light


def day_script(seed: int, *, hours: float = 24.0, cameras: int = 20, events: int = 60) -> SceneScript:
    """Return the script of a day; every one of its events is seen well by a camera in its middle.

    Args:
        seed: another one makes another day of the same difficulty.
        hours: its length, at least `SHORTEST_H`; what happens in it is drawn closer together when it is short.
        cameras: how many look, at three fifths as many places.
        events: how many things a good watch finds.

    Raises:
        ValueError: the hours and cameras do not hold so many events.
    """
    if hours < SHORTEST_H:
        raise ValueError(f"a day of {hours:g} h has no room for events; give {SHORTEST_H:g} h or more")
    seconds = hours * HOUR
    rng = random.Random(f"day {seed}")
    scenes, eyes = day_places(seed, cameras)
    lights = day_lights(rng, seconds)
    tracks: list[Track] = []
    distractions = list(_of_light(lights, seconds))
    for place in scenes.values():
        for told, made in standing(rng, place, seconds):
            distractions.append(told)
            tracks += made
    bins = [spot for place in scenes.values() for spot in _bins(rng, place)]
    planned, things, diary = draw_events(rng, Stage(scenes, eyes, seed), bins, tracks, events, seconds)
    tracks += things
    for place in scenes.values():
        for told, made in passing(rng, place, diary, seconds):
            distractions.append(told)
            tracks += made
    for told, track in _full_bins(bins, planned, seconds):
        distractions.append(told)
        tracks.append(track)
    for place in scenes.values():
        tracks += everyday(place, seed, seconds)
    return SceneScript(
        seed=seed, seconds=seconds, scenes=scenes, cameras=eyes, tracks=tuple(tracks), planned=tuple(planned),
        lights=lights, distractions=tuple(distractions),
    )  # fmt: skip


def tags_of(event: Planned, script: SceneScript, cameras: int) -> frozenset[str]:
    """What a scorecard may be broken down by: the light in the event's middle, and whether two cameras see it."""
    light = script.light((event.start + event.end) / 2)
    return frozenset({light, "two-cameras" if cameras > 1 else "one-camera"})


def day_lights(rng: random.Random, seconds: float) -> tuple[tuple[float, str], ...]:
    """Morning, weather that changes three times, dusk and night; the seed moves the weather."""
    scale = seconds / (24 * HOUR)
    weather = ["day", "overcast", "rain"]
    rng.shuffle(weather)
    first, last = _WEATHER_H
    cuts = [first, rng.uniform(4.2, 5.4), rng.uniform(7.2, 8.6), last]
    changing = [(at, name) for at, name in zip(cuts, weather, strict=False)]
    return tuple((at * HOUR * scale, name) for at, name in sorted([*_FIXED, *changing]))


def everyday(place: Scene, seed: int, seconds: float) -> list[Track]:
    """Passers-by and traffic of a place, other ones in every shift, few at night.

    Cycles do not ride where vehicles park: nobody rides through a parked car.
    """
    scale = seconds / 24
    tracks: list[Track] = []
    for i, (since, until, busy) in enumerate(_SHIFTS):
        span = ((since * scale, until * scale),)
        # No period divides the time between looks: else each look would show the same car at the same place.
        bustle = busy * _CALM * random.Random(f"bustle {place.id} {seed} {i}").uniform(0.93, 1.07)
        for track in life(place, seed * 10 + i, bustle=bustle):
            if isinstance(track, Along) and track.kind in _CYCLES:
                continue
            tracks.append(During(inner=_renamed(track, i), spans=span))
    return tracks


def _renamed(track: Track, shift: int) -> Track:
    if isinstance(track, Along | Still):
        return replace(track, id=f"{track.id}-{shift}")
    return track


def _bins(rng: random.Random, place: Scene) -> list[BinSpot]:
    spots = []
    for i, row in enumerate(kind_of(place).bins):
        x, y = drawn(rng, (row,))
        turn = 90.0 if x < 0 else -90.0
        spots.append(
            BinSpot(id=f"{place.id}-bin{i}", scene=place.id, x=x, y=y, heading_deg=turn + rng.uniform(-8, 8),
                    seed=rng.randrange(10**6))
        )  # fmt: skip
    return spots


def _full_bins(
    bins: list[BinSpot], planned: list[Planned], seconds: float
) -> list[tuple[Distraction, Track]]:
    """The bins while they do not overflow."""
    found: list[tuple[Distraction, Track]] = []
    for one in bins:
        over = sorted(
            (event.start, event.end)
            for event in planned
            if event.matter == "bin_overflow" and (event.scene, event.x, event.y) == (one.scene, one.x, one.y)
        )
        edges = [0.0, *(t for span in over for t in span), seconds + HOUR]
        spans = tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)
        thing = Still(
            id=one.id,
            kind="bin",
            scene=one.scene,
            x=one.x,
            y=one.y,
            heading_deg=one.heading_deg,
            seed=one.seed,
        )
        told = Distraction(kind="full_bin", scene=one.scene, start=0.0, end=seconds, actor_ids=(one.id,))
        found.append((told, During(inner=thing, spans=spans)))
    return found


_LIGHT_KINDS: Mapping[str, str] = {"rain": "wet_road", "morning": "long_shadows", "night": "street_lamps"}


def _of_light(lights: tuple[tuple[float, str], ...], seconds: float) -> list[Distraction]:
    """Wet roads, long shadows and lamps, which look like things to a poor watch."""
    ends = [*(since for since, _ in lights[1:]), seconds]
    return [
        Distraction(kind=_LIGHT_KINDS[name], scene="", start=since, end=end)
        for (since, name), end in zip(lights, ends, strict=True)
        if name in _LIGHT_KINDS
    ]
