"""Everyday life of places."""

import pytest

from gridwatch.simulator.everyday import life
from gridwatch.simulator.script import SceneScript
from gridwatch.simulator.world import World
from tests.builders_render import place


@pytest.mark.parametrize("kind", ["street", "plaza", "works_site", "market"])
def test_there_is_always_somebody_but_never_a_crowd(kind: str):
    """Over two minutes people pass, and never twelve of them at once on a plaza."""
    here = place(kind)
    tracks = tuple(life(here, 3))
    world = World(
        SceneScript(seed=0, seconds=120, scenes={"here": here}, cameras={}, tracks=tracks, planned=())
    )
    persons = [sum(a.kind == "person" for a in world.actors(float(t))) for t in range(0, 120, 5)]
    assert max(persons) > 0
    assert kind != "plaza" or max(persons) < 12


def test_ids_are_unique():
    """No two actors share an id at any time."""
    here = place("street")
    tracks = tuple(life(here, 3, bustle=2.0))
    world = World(
        SceneScript(seed=0, seconds=120, scenes={"here": here}, cameras={}, tracks=tracks, planned=())
    )
    for t in (0.0, 17.0, 59.0):
        ids = [a.id for a in world.actors(t)]
        assert len(ids) == len(set(ids))


def test_a_deserted_place_has_no_traffic():
    """Bustle 0 means nobody."""
    assert life(place("street"), 3, bustle=0.0) == []
