"""The demo: what it promises."""

from dataclasses import replace

import pytest

from gridwatch.simulator.head import pose_at
from gridwatch.simulator.script import HAWK_EYE, HEAPS, camera_at, demo_script, turnable
from gridwatch.simulator.world import World
from tests.builders_render import place, script


def test_the_demo_has_cameras_of_many_owners_and_scenes():
    """At least twelve cameras, four scene types, five owners."""
    demo = demo_script(0)
    assert len(demo.cameras) >= 12
    assert {demo.scenes[c.scene].kind for c in demo.cameras.values()} == {
        "street",
        "plaza",
        "works_site",
        "market",
    }
    assert len({c.owner for c in demo.cameras.values()}) >= 5


def test_the_heap_comes_at_eight_seconds_and_stays_until_removed():
    """Not at 7 s, at 9 s and at 500 s, and not after the command."""
    world = World(demo_script(0))
    there = [any(a.id == HEAPS[0] for a in world.actors(t)) for t in (7.0, 9.0, 500.0)]
    assert there == [False, True, True]
    world.remove(HEAPS[0], 60.0)
    assert not any(a.id == HEAPS[0] for a in world.actors(61.0))
    assert any(a.id == HEAPS[1] for a in world.actors(61.0))


def test_the_crowd_gathers_and_disperses():
    """Few persons at 5 s, about 25 more between 25 s and 70 s, few at 110 s."""
    world = World(demo_script(0))
    count = [
        sum(a.kind == "person" for a in world.actors(t, "people-plaza")) for t in (5.0, 30.0, 70.0, 110.0)
    ]
    assert count[0] < 12
    assert count[3] < 12
    assert min(count[1:3]) >= 25


def test_other_seeds_are_other_demos_with_the_same_promises():
    """A seed changes the passers-by, not the events."""
    a, b = demo_script(1), demo_script(2)
    assert a.tracks != b.tracks
    expected = ["construction_waste", "construction_waste", "crowding"]
    assert [p.matter for p in a.planned] == [p.matter for p in b.planned] == expected


def test_one_camera_turns_and_its_home_is_its_pose():
    """At home its head shows the view that it is configured with, whatever the heading is."""
    demo = demo_script(0)
    assert [c.id for c in demo.cameras.values() if c.turning is not None] == [HAWK_EYE]
    for heading in (0.0, 12.5, 190.0, 359.0):
        camera = demo.cameras["cam-01"]
        turned = turnable(replace(camera, pose=camera.pose.model_copy(update={"heading_deg": heading})))
        assert turned.turning is not None
        pose = pose_at(turned.turning, turned.turning.home, turned.pose.height_m)
        assert pose.heading_deg == pytest.approx(turned.pose.heading_deg)
        assert pose.tilt_deg == pytest.approx(turned.pose.tilt_deg)
        assert pose.hfov_deg == pytest.approx(turned.pose.hfov_deg)


def test_a_camera_looks_where_it_is_told():
    """From 10 m up at a point 10 m away, 45 degrees down, in the scene's axes."""
    eye = camera_at("e", "E", "police", place(), (0.0, 0.0, 10.0), (10.0, 0.0), 60.0, 0)
    assert (eye.pose.heading_deg, eye.pose.tilt_deg) == pytest.approx((90.0, 45.0))


def test_light_changes_on_its_second():
    """The last entry whose time has come holds."""
    demo = script()
    assert demo.light(0.0) == "day"
