"""The world as a pure function of time, except for what was taken away."""

from core.geo import distance_m
from gridwatch.simulator.tracks import Still
from gridwatch.simulator.world import CLASSES, ORIGIN, World
from tests.builders_render import actor, script


def test_the_same_second_is_the_same_world():
    """Asking twice changes nothing."""
    world = World(script(Still(id="h", kind="rubble", scene="here", x=0, y=10)))
    assert world.actors(3.0) == world.actors(3.0)


def test_removal_takes_effect_at_its_second_and_the_earliest_wins():
    """A heap is there until it is taken away; a later command does not bring it back."""
    world = World(script(Still(id="h", kind="rubble", scene="here", x=0, y=10)))
    world.remove("h", 20.0)
    world.remove("h", 50.0)
    assert [a.id for a in world.actors(19.9)] == ["h"]
    assert world.actors(20.0) == ()
    assert world.removed_at("h") == 20.0


def test_labels_are_the_detectors_classes():
    """Every labelled kind is one of the nine classes; lookalikes have no label."""
    kinds = ("person", "suv", "tricycle", "mixed", "bin", "truck", "bus", "bicycle")
    assert all(actor(kind).label in CLASSES for kind in kinds)
    assert actor("leaves").label is None
    assert actor("net").label is None
    assert actor("bin", growth=2.0).label == "overflow"


def test_metres_become_degrees_around_the_origin():
    """A point 300 m east and 400 m north lies 500 m away."""
    world = World(script())
    assert abs(distance_m(world.lonlat(300, 400), ORIGIN) - 500) < 0.5
