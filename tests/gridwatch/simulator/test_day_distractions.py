"""What resembles an event and is none."""

import random

from gridwatch.simulator.day_distractions import LONGEST_BRIEF_S, passing, standing
from gridwatch.simulator.day_events import HOUR, Diary
from gridwatch.simulator.day_places import day_places

SCENES, _ = day_places(0, 20)
DAY = 24 * HOUR


def test_what_stands_is_no_event_for_any_camera():
    """Piles, stalls, material, bicycles, parked cars: of the detector's classes only vehicles, where they may be."""
    for place in SCENES.values():
        for told, tracks in standing(random.Random(1), place, DAY):
            labels = {actor.label for track in tracks for actor in track.actors(told.start + 1, place)}
            assert not labels & {"waste", "overflow"}, told
            assert told.kind == "parked_where_allowed" or not labels & {"car", "truck", "bus"}, told


def test_brief_stops_and_loads_end_within_two_looks():
    """Nothing that three looks five minutes apart could confirm; everybody in a group is told."""
    kinds = set()
    for place in SCENES.values():
        for told, tracks in passing(random.Random(2), place, Diary(), DAY):
            kinds.add(told.kind)
            assert told.kind == "small_group" or told.end - told.start <= LONGEST_BRIEF_S < 2 * 0.85 * 300
            assert {actor.id for track in tracks for actor in track.actors(told.start + 150, place)} <= set(
                told.actor_ids
            )
    assert kinds == {"brief_stop", "load_carried_off", "small_group"}


def test_nothing_comes_while_an_event_of_its_matter_is_on():
    """A load beside a heap would be part of it."""
    place = next(place for place in SCENES.values() if place.kind == "street")
    diary = Diary()
    for matter in ("construction_waste", "illegal_parking"):
        diary.take(matter, place.id, 0, DAY)
    assert list(passing(random.Random(3), place, diary, DAY)) == []


def test_vehicles_park_in_bays_one_after_the_other():
    """Never two in one bay."""
    place = next(place for place in SCENES.values() if place.kind == "street")
    tracks = [track for told, made in standing(random.Random(4), place, DAY) for track in made
              if told.kind == "parked_where_allowed"]  # fmt: skip
    for t in range(0, int(DAY), 1800):
        spots = [
            round((place.local(actor.x, actor.y)[1] - 9) / 6)
            for track in tracks
            for actor in track.actors(t, place)
        ]
        assert len(spots) == len(set(spots))
