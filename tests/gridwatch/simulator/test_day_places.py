"""The places of a day."""

import random

from gridwatch.simulator.day_places import APART_M, KINDS, day_places, drawn
from gridwatch.simulator.district import zones_of


def test_twenty_cameras_look_at_twelve_places_of_four_kinds():
    """Eight places have two cameras; ids and names are their own."""
    scenes, cameras = day_places(0, 20)
    assert (len(scenes), len(cameras)) == (12, 20)
    assert {place.kind for place in scenes.values()} == set(KINDS)
    assert len({camera.name for camera in cameras.values()}) == 20
    looked_at = [camera.scene for camera in cameras.values()]
    assert sorted(looked_at.count(scene) for scene in scenes) == [1] * 4 + [2] * 8


def test_places_lie_too_far_apart_to_be_merged():
    """No merging distance reaches from one to the next."""
    scenes, _ = day_places(3, 20)
    spots = [(place.x, place.y) for place in scenes.values()]
    gaps = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for a, b in spots for c, d in spots if (a, b) != (c, d)]
    assert min(gaps) > APART_M / 2


def test_ground_on_which_none_may_park_is_a_zone_of_its_cameras():
    """A painted strip is an area, and an area a zone: streets and sites have one, plazas a fire lane."""
    scenes, cameras = day_places(0, 20)
    for camera in cameras.values():
        place = scenes[camera.scene]
        kinds = {zone.kind for zone in zones_of(camera, place)}
        wanted = {"street": "no_parking", "works_site": "no_parking", "plaza": "fire_lane"}.get(place.kind)
        assert wanted is None or wanted in kinds, camera.id


def test_a_spot_is_drawn_within_its_rectangle():
    """One of several."""
    rng = random.Random(1)
    for _ in range(50):
        x, y = drawn(rng, ((0, 1, 10, 11), (5, 6, 20, 21)))
        assert (0 <= x <= 1 and 10 <= y <= 11) or (5 <= x <= 6 and 20 <= y <= 21)
