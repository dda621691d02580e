"""A scripted day: what it promises for any seed, as data."""

import random
from collections import Counter

import pytest

from gridwatch.simulator.day import DAY_START, day_lights, day_script, everyday, tags_of
from gridwatch.simulator.render.light import LIGHTS
from gridwatch.simulator.script import SceneScript
from gridwatch.simulator.truth import Truth
from gridwatch.simulator.world import World

H = 3600.0


@pytest.fixture(scope="module")
def whole() -> SceneScript:
    """The day of seed 0, as the command makes it."""
    return day_script(0)


def small(seed: int) -> SceneScript:
    """Eight hours before four cameras: the same parts, quickly drawn."""
    return day_script(seed, hours=8, cameras=4, events=5)


def test_a_day_holds_what_it_promises(whole: SceneScript):
    """Twenty-four hours, twenty cameras, sixty events of four matters, ten kinds of distraction and more."""
    assert whole.seconds == 24 * H
    assert len(whole.cameras) == 20
    assert len(whole.planned) == 60
    assert min(Counter(event.matter for event in whole.planned).values()) >= 10
    assert len({one.kind for one in whole.distractions}) >= 10
    assert {name for _, name in whole.lights} == set(LIGHTS)


def test_every_event_is_seen_and_some_by_two_cameras(whole: SceneScript):
    """An event that no camera can see is no event; those that two see are told apart from those that one sees."""
    events = Truth(World(whole), whole).events()
    assert [event.id for event in events if not event.camera_ids] == []
    assert sum(len(event.camera_ids) == 2 for event in events) >= 15
    planned = {event.id: event for event in whole.planned}
    assert {tag for e in events for tag in tags_of(planned[e.id], whole, len(e.camera_ids))} >= {
        "night", "rain", "one-camera", "two-cameras"
    }  # fmt: skip


def test_two_events_of_a_matter_never_meet_at_a_place(whole: SceneScript):
    """An incident has one meaning: the one before is proven gone before the next begins."""
    for event in whole.planned:
        for other in whole.planned:
            if other is not event and (other.matter, other.scene) == (event.matter, event.scene):
                assert other.start - event.end >= 0.9 * H or event.start - other.end >= 0.9 * H


def test_events_are_spread_over_day_and_night(whole: SceneScript):
    """In every quarter of the day something happens, and all of it lies within the day."""
    assert min(Counter(int(event.start // (6 * H)) for event in whole.planned).values()) >= 6
    assert all(event.start > 0 and event.end < whole.seconds for event in whole.planned)


@pytest.mark.parametrize("seed", [1, 2])
def test_other_seeds_are_other_days_of_the_same_promises(seed: int):
    """Other times and places, the same numbers, all seen."""
    day, first = small(seed), small(0)
    assert [event.start for event in day.planned] != [event.start for event in first.planned]
    assert len(day.planned) == 5
    assert all(event.camera_ids for event in Truth(World(day), day).events())


def test_the_same_seed_is_the_same_day_whenever_it_is_asked():
    """Pure in time: a look of the evening needs none of the morning, and another process gets the same."""
    a, b = small(4), small(4)
    assert a == b
    late, early = World(a), World(b)
    early.actors(60.0)
    assert late.actors(5 * H) == early.actors(5 * H)


def test_a_bin_that_overflows_is_the_bin_that_stood_there(whole: SceneScript):
    """The ordinary bin makes way for its overflowing self and comes back: never two in one spot."""
    event = next(event for event in whole.planned if event.matter == "bin_overflow")
    world = World(whole)
    where = whole.scenes[event.scene].world(event.x, event.y)

    def there(t: float) -> list[str | None]:
        return [a.label for a in world.actors(t, event.scene) if a.kind == "bin" and (a.x, a.y) == where]

    assert there((event.start + event.end) / 2) == ["overflow"]
    assert there(event.start - 60) == there(event.end + 60) == ["bin"]


def test_the_streets_are_calm_at_night_and_nobody_cycles_through_parked_cars(whole: SceneScript):
    """Fewer people at three than at noon; no cycle rides where vehicles park."""
    world = World(whole)

    def people(hour: float) -> int:
        return sum(a.kind == "person" for t in range(6) for a in world.actors((hour - 6) * H + 97 * t))

    assert people(27) < people(12) / 2
    tracks = everyday(next(s for s in whole.scenes.values() if s.kind == "street"), 0, 24 * H)
    kinds = {actor.kind for track in tracks for actor in track.actors(3 * H, whole.scenes[track.scene])}
    assert not kinds & {"bicycle", "scooter", "tricycle"}


def test_the_weather_changes_by_day_and_every_light_has_its_time():
    """Lights are in order, end in the night, and a shorter day has them all as well."""
    for hours in (24, 6):
        lights = day_lights(random.Random(5), hours * H)
        assert [since for since, _ in lights] == sorted(since for since, _ in lights)
        assert lights[0][0] == 0.0
        assert lights[-1][1] == "night"
        assert {name for _, name in lights} == set(LIGHTS)
    assert DAY_START.hour == 6


def test_what_cannot_be_is_refused():
    """Two hours, or a hundred events before two cameras."""
    with pytest.raises(ValueError, match="give 4 h or more"):
        day_script(0, hours=2)
    with pytest.raises(ValueError, match="ask for fewer events"):
        day_script(0, hours=6, cameras=2, events=60)
