"""Moves: standing, following a path, coming together."""

import math

import pytest

from gridwatch.simulator.tracks import Along, During, Still, Visit, rider
from tests.builders_render import place


def test_a_heap_appears_grows_and_goes():
    """Nothing before, a part at first, the whole after `grow_s`, nothing after `until`."""
    heap = Still(id="h", kind="rubble", scene="here", x=0, y=10, since=8, until=60, grow_s=4)
    here = place()
    assert list(heap.actors(7.9, here)) == []
    grown = [next(heap.actors(t, here)).growth for t in (8.0, 9.0, 10.0, 11.0, 12.0, 30.0)]
    assert grown == sorted(grown)
    assert grown[0] < 0.3
    assert grown[-2:] == [1.0, 1.0]
    assert list(heap.actors(60.0, here)) == []


def test_a_walker_keeps_to_the_path_at_its_speed():
    """After ten seconds at 1.5 m/s a walker is 15 m along."""
    walk = Along(id="w", kind="person", scene="here", path=((0, 0), (0, 10), (10, 10)), speed=1.5)
    walker = next(walk.actors(10.0, place()))
    assert (walker.x, walker.y) == pytest.approx((5.0, 10.0))
    assert walker.heading_deg == pytest.approx(90.0)
    assert list(walk.actors(14.0, place())) == []


def test_a_period_brings_it_back():
    """What passes every 40 s is at the same spot 40 s later."""
    car = Along(id="c", kind="car", scene="here", path=((0, 0), (0, 90)), speed=9, every_s=40)
    first, later = next(car.actors(3.0, place())), next(car.actors(43.0, place()))
    assert (first.x, first.y) == pytest.approx((later.x, later.y))


def test_cycles_carry_their_riders():
    """A bicycle brings a second actor, a person on its seat."""
    ride = Along(id="b", kind="bicycle", scene="here", path=((0, 0), (0, 90)), speed=4)
    machine, person = ride.actors(2.0, place())
    assert (machine.label, person.label) == ("bicycle", "person")
    assert math.hypot(machine.x - person.x, machine.y - person.y) < 0.5
    assert rider("b", "scooter", "here", (0.0, 0.0, 90.0), 1).posture == "scoot"


def test_a_visitor_comes_stands_and_goes():
    """Walks in, arrives on the second, faces the middle, walks off."""
    visit = Visit(
        id="v", scene="here", come=((0, 0), (0, 13)), leave=((0, 13), (13, 13)), arrive=20, depart=40, faces=(0, 20),
        speed=1.3,
    )  # fmt: skip
    here = place()
    assert list(visit.actors(9.0, here)) == []
    walking, standing, leaving = (next(visit.actors(t, here)) for t in (15.0, 30.0, 45.0))
    assert (walking.posture, standing.posture, leaving.posture) == ("walk", "stand", "walk")
    assert (standing.x, standing.y) == (0.0, 13.0)
    assert leaving.x == pytest.approx(6.5)
    assert list(visit.actors(51.0, here)) == []


def test_what_goes_on_by_day_is_not_there_at_night():
    """`During` lets another track be seen in its times alone."""
    inner = Still(id="stall", kind="stall", scene="here", x=0.0, y=10.0)
    track = During(inner=inner, spans=((10.0, 20.0), (30.0, 40.0)))
    there = [bool(list(track.actors(t, place()))) for t in (9.9, 10.0, 20.0, 35.0)]
    assert there == [False, True, False, True]
    assert track.scene == "here"
