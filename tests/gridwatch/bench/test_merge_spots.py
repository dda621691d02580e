"""The places of the merge bench: errors are the location model's own."""

from __future__ import annotations

import math

import pytest

from alerts.merge import POINTS
from core.geo import LocalPlane
from core.place import PlaceOrigin
from gridwatch.bench.merge_spots import APART_M, ORIGIN, Spot, spots


@pytest.fixture(scope="module")
def drawn() -> tuple[Spot, ...]:
    """A hundred and fifty places."""
    return spots(150, 3)


def test_the_same_seed_gives_the_same_places() -> None:
    """Figures can be had again."""
    assert spots(5, 1) == spots(5, 1)
    assert spots(5, 1) != spots(5, 2)


def test_places_are_as_far_apart_as_was_said(drawn: tuple[Spot, ...]) -> None:
    """And every place is seen by at most four cameras, each heap once by each."""
    for spot in drawn:
        assert APART_M[0] <= spot.apart_m <= APART_M[1]
        marked = [(one.camera_id, one.heap) for one in spot.seen]
        assert len(set(marked)) == len(marked) <= 8


def test_poses_clicked_points_and_cameras_without_a_point_occur(drawn: tuple[Spot, ...]) -> None:
    """The three ways in which the locator answers, radii from a metre or two up to its limit."""
    places = [one.place for spot in drawn for one in spot.seen]
    assert {place.origin for place in places} == {
        PlaceOrigin.POSE,
        PlaceOrigin.HOMOGRAPHY,
        PlaceOrigin.CAMERA,
    }
    radii = [place.radius_m for place in places if place.origin in POINTS]
    assert min(radii) < 3
    assert 15 < max(radii) <= 30


def test_the_radius_that_is_told_holds_about_as_often_as_it_says(drawn: tuple[Spot, ...]) -> None:
    """The middles of heaps lie within the told 95 % radius, give or take the heap's own half width."""
    plane = LocalPlane(origin=ORIGIN)
    held = total = 0
    for spot in drawn:
        for one in spot.seen:
            if one.place.origin not in POINTS:
                continue
            east, north = plane.to_metres(one.place.point)
            # the two heaps lie opposite each other: only the distance from the middle is known here
            off = abs(math.hypot(east, north) - spot.apart_m / 2)
            held += off <= one.place.radius_m + 3
            total += 1
    assert held / total > 0.9
