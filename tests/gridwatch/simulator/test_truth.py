"""Boxes and events: exact, aware of what hides what."""

import math

import pytest

from gridwatch.simulator.render.renderer import Renderer
from gridwatch.simulator.script import Planned, demo_script
from gridwatch.simulator.tracks import Still
from gridwatch.simulator.truth import Truth, boxes
from gridwatch.simulator.world import World
from tests.builders_render import SMALL, script


def still(name: str, kind: str, x: float, y: float, **more: float) -> Still:
    """Something at a local place."""
    return Still(id=name, kind=kind, scene="here", x=x, y=y, **more)  # type: ignore[arg-type]  # keywords of a test


def test_the_nearest_comes_first_with_its_place():
    """Boxes are sorted by distance, classes are the detector's, places are true."""
    demo = script(still("near", "person", 0, 14), still("far", "car", 4, 30))
    world = World(demo)
    found = Truth(world, demo).visible("eye", 0.0)
    assert [(b.actor_id, b.name) for b in found] == [("near", "person"), ("far", "car")]
    assert world.plane.to_metres(found[0].place) == pytest.approx((0.0, 14.0), abs=0.01)
    assert found[0].share == 1.0
    assert 1.4 < (found[0].box.y1 - found[0].box.y0) * 360 / (640 / 2 / math.tan(math.radians(30))) * 11 < 2.2


def test_what_stands_behind_a_bus_is_not_seen():
    """A person behind a bus shows nothing; in front, everything."""
    demo = script(
        still("bus", "bus", 0, 20, heading_deg=90.0),
        still("hidden", "person", 0, 24),
        still("free", "person", 0, 16),
    )
    shares = {b.actor_id: b.share for b in Truth(World(demo), demo).visible("eye", 0.0, min_share=0.0)}
    assert shares["hidden"] < 0.25
    assert shares["free"] == 1.0


def test_the_picture_and_the_outlines_agree():
    """Boxes of a rendered picture are those of the outlines, to a pixel."""
    demo = script(still("p", "person", -2, 15), still("h", "rubble", 3, 18))
    world = World(demo)
    drawn = {b.actor_id: b.box for b in boxes(world, Renderer(world).compose("eye", 0.0, SMALL))}
    asked = {b.actor_id: b.box for b in Truth(world, demo).visible("eye", 0.0)}
    assert drawn.keys() == asked.keys()
    for name, box in drawn.items():
        assert box.row == pytest.approx(asked[name].row, abs=0.004)


def test_what_is_cut_by_the_edge_says_so():
    """A car half out of the picture has a small `inside`."""
    demo = script(still("car", "car", 8.2, 20))
    found = Truth(World(demo), demo).visible("eye", 0.0, min_share=0.0)
    assert found == [] or found[0].inside < 0.9


def test_an_event_ends_with_its_removal():
    """The end of a heap is the command that took it away."""
    plan = Planned(
        id="e",
        matter="construction_waste",
        scene="here",
        x=0,
        y=18,
        start=2.0,
        end=math.inf,
        actor_ids=("h",),
    )
    demo = script(still("h", "rubble", 0, 18, since=2.0), planned=(plan,))
    world = World(demo)
    truth = Truth(world, demo)
    assert truth.events()[0].end == math.inf
    assert truth.events()[0].camera_ids == ("eye",)
    world.remove("h", 33.0)
    assert truth.events()[0].end == 33.0


def test_the_demo_events_are_seen_by_two_cameras_each():
    """Each heap and the crowd lie before two overlapping cameras."""
    demo = demo_script(0)
    seen = {event.id: event.camera_ids for event in Truth(World(demo), demo).events()}
    assert seen["waste-1"] == ("cam-01", "cam-02")
    assert seen["waste-2"] == ("cam-09", "cam-10")
    assert seen["crowd-1"] == ("cam-03", "cam-04")
