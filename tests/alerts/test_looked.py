"""Questions that incidents have for one look."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.looked import Look
from core.sighting import Finding, Sighting
from tests.builders import camera, detections, frame, profile
from tests.builders_desk import HEAP, sighting, view


def look(*boxes: Any, sightings: tuple[Sighting, ...] = ()) -> Look:
    """A look of a street where waste and crowds are looked for."""
    rules = profile(
        {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]},
        {"id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 5},
    )
    return Look(
        frame=frame(),
        detections=detections(*boxes),
        sightings=sightings,
        camera=camera(),
        profile=rules,
        facts={},
    )


def test_an_empty_place_is_empty() -> None:
    """Nothing of the kind there, nothing in front."""
    assert look().shows_empty(view())
    assert look(("waste", [0.0, 0.0, 0.1, 0.1], 0.9)).shows_empty(view()), "another heap elsewhere"


@pytest.mark.parametrize(
    "box",
    [
        ("waste", list(HEAP), 0.5),
        ("truck", [0.35, 0.5, 0.65, 0.9], 0.9),
        ("person", [0.4, 0.5, 0.6, 0.8], 0.9),
    ],
)
def test_full_or_covered_is_not_empty(box: Any) -> None:
    """The thing itself, or something that hides the place."""
    assert not look(box).shows_empty(view())


def test_something_small_in_front_hides_nothing() -> None:
    """A passer-by in a corner of the place."""
    assert look(("person", [0.4, 0.5, 0.45, 0.8], 0.9)).shows_empty(view())


def test_what_the_rule_sees_there_counts() -> None:
    """A new candidate at the place, or anything standing in the zone of a crowd."""
    new = sighting(Finding.CANDIDATE, subject="cam-1/waste/2")
    assert not look(sightings=(new,)).shows_empty(view())
    crowd = sighting(Finding.CANDIDATE, rule="crowd", count=6)
    assert not look(sightings=(crowd,)).shows_empty(view(rule="crowd", count=9))
    assert look().shows_empty(view(rule="crowd", count=9))


def test_a_rule_that_is_no_more_decides_nothing() -> None:
    """The profile was changed: nobody looks for it any more, so nobody can say that it is gone."""
    assert not look().shows_empty(view(rule="removed"))


def test_feet_of_a_group() -> None:
    """Of the members inside of the group's box; a single thing has none."""
    people = [("person", [x, 0.6, x + 0.04, 0.75], 0.8) for x in (0.42, 0.5, 0.9)]
    group = sighting(rule="crowd", count=2, box=(0.4, 0.5, 0.6, 0.8))
    assert look(*people).feet(group) == [pytest.approx((0.44, 0.75)), pytest.approx((0.52, 0.75))]
    assert look(*people).feet(sighting()) == []
