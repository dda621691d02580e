"""Drawing the events of a day."""

import random

import pytest

from gridwatch.simulator.day_events import HOUR, Diary, Stage, draw_events, parked
from gridwatch.simulator.day_places import day_places
from gridwatch.simulator.script import Planned
from gridwatch.simulator.tracks import Still

SCENES, CAMERAS = day_places(0, 2)
(STREET,) = SCENES.values()


def heap(x: float, y: float) -> tuple[Planned, Still]:
    """A heap that lies for an hour, and its event."""
    track = Still(id="h", kind="rubble", scene=STREET.id, x=x, y=y, seed=3, until=HOUR)
    plan = Planned(
        id="h", matter="construction_waste", scene=STREET.id, x=x, y=y, start=0.0, end=HOUR, actor_ids=("h",)
    )
    return plan, track


def test_an_event_is_seen_well_or_drawn_again():
    """A heap on the pavement is seen, one a hundred metres away or behind a lorry is not."""
    stage = Stage(SCENES, CAMERAS, 0)
    plan, track = heap(7.2, 18.0)
    assert stage.seen_well(plan, [track])
    far, gone = heap(7.2, 120.0)
    assert not stage.seen_well(far, [gone])
    lorries = [Still(id=f"t{y}", kind="bus", scene=STREET.id, x=4.6, y=float(y)) for y in (9, 15, 21, 27, 33)]
    assert len(stage.seen_well(plan, [track, *lorries])) < len(stage.seen_well(plan, [track]))


def test_a_diary_keeps_events_of_a_matter_apart_in_time_and_place():
    """Another matter, another place, or long enough after: all free."""
    diary = Diary()
    diary.take("waste", "a", 1000, 2000)
    assert not diary.free("waste", "a", 2000 + 0.5 * HOUR, 3 * HOUR)
    assert diary.free("waste", "a", 2000 + HOUR, 3 * HOUR)
    assert diary.free("waste", "b", 1000, 2000)
    assert diary.free("crowd", "a", 1000, 2000)


def test_nobody_parks_where_there_is_no_ground_for_it():
    """Markets have none; in a street the vehicle stands along the kerb."""
    scenes, _ = day_places(0, 20)
    market = next(place for place in scenes.values() if place.kind == "market")
    assert parked(random.Random(0), market, "v", 0, 1) is None
    vehicle = parked(random.Random(0), STREET, "v", 0, 1)
    assert vehicle is not None
    assert 2.3 < vehicle.x < 4.6


def test_more_than_fits_is_an_error_and_no_endless_search():
    """Two cameras at one street cannot show forty events in eight hours."""
    with pytest.raises(ValueError, match="ask for fewer events"):
        draw_events(random.Random(0), Stage(SCENES, CAMERAS, 0), [], [], 40, 8 * HOUR)
