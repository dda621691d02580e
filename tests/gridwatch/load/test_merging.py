from __future__ import annotations

import numpy as np

from gridwatch.load.merging import merged
from gridwatch.load.world import Assumptions, World
from gridwatch.load.year import Alarms


def _alarms(things: list[int], cameras: list[int]) -> Alarms:
    count = len(things)
    return Alarms(
        at=np.arange(count, dtype=np.float64),
        end=np.full(count, 1e6),
        camera=np.array(cameras, np.int64),
        matter=np.zeros(count, np.int64),
        thing=np.array(things, np.int64),
        confidence=np.full(count, 0.9),
    )


def _world(**changes) -> tuple[World, np.random.Generator]:
    rng = np.random.default_rng(3)
    return World.of(Assumptions(cameras=200, **changes), rng), rng


def test_one_thing_seen_by_cameras_that_place_it_is_one_incident():
    """Repeats and further cameras become views; another thing is another incident."""
    world, rng = _world(pointed=1.0, error_m=0.5)
    left = merged(_alarms([1, 1, 1, 2], [4, 5, 6, 4]), world, rng)
    assert left.thing.tolist() == [1, 2]


def test_cameras_that_cannot_place_it_make_an_incident_each():
    """Where the coordinate is the camera's own, distance says nothing."""
    world, rng = _world(pointed=0.0)
    assert len(merged(_alarms([1, 1, 1], [4, 5, 6]), world, rng)) == 3


def test_false_places_far_apart_do_not_merge():
    """The reach is the merge's own: an error of hundreds of metres is beyond it."""
    world, rng = _world(pointed=1.0, error_m=300.0)
    assert len(merged(_alarms([1, 1, 1, 1], [4, 5, 6, 7]), world, rng)) == 4


def test_false_alarms_are_nobodys_views():
    """Each is an incident of its own."""
    world, rng = _world()
    assert len(merged(_alarms([-1, -1], [4, 4]), world, rng)) == 2
