"""Fields of view."""

from __future__ import annotations

import pytest
from shapely.geometry import Point, shape

from api.map.plan import plan_of
from api.map.views import Views, ring_of
from tests.builders_map import POSE, grid, placed

CAMERAS = {
    one.id: one
    for one in (
        placed("east", 120.001, 30.001, pose=POSE),
        placed("far", 120.011, 30.001, pose=POSE),
        placed("nowhere", 120.001, 30.001, pose=None),
        placed("sky", 120.001, 30.001, pose=POSE | {"tilt_deg": -9, "hfov_deg": 5}),
    )
}


def test_a_view_lies_where_the_camera_looks() -> None:
    """East of a camera that looks east; coordinates are WGS-84."""
    plan = plan_of(CAMERAS, grid())
    ring = ring_of(plan.by_id["east"])
    assert ring is not None
    drawn = shape({"type": "Polygon", "coordinates": [ring]})
    assert drawn.contains(Point(120.0011, 30.001))
    assert not drawn.contains(Point(120.0009, 30.001))


@pytest.mark.parametrize("name", ["nowhere", "sky"])
def test_where_nobody_knows_or_only_sky_is_shown_there_is_no_view(name: str) -> None:
    """Nothing is made up."""
    assert ring_of(plan_of(CAMERAS, grid()).by_id[name]) is None


def test_a_box_is_answered_from_its_middle_outwards() -> None:
    """Bounded, with how many there are; those without a direction do not count."""
    views, plan = Views(), plan_of(CAMERAS, grid())
    found, many = views.within(plan.spots, (120.0, 30.0, 120.02, 30.002), 1)
    assert [one["properties"]["id"] for one in found] == ["far"]
    assert many == 3
    found, many = views.within(plan.spots, (120.0, 30.0, 120.002, 30.002), 9)
    assert [one["properties"]["id"] for one in found] == ["east"]


def test_a_camera_that_is_configured_otherwise_is_drawn_anew() -> None:
    """What is remembered belongs to the very camera it was made of, and goes with it."""
    views, plan = Views(), plan_of(CAMERAS, grid())
    box = (120.0, 30.0, 120.002, 30.002)
    before = views.within(plan.spots, box, 9)[0]
    turned = CAMERAS | {"east": placed("east", 120.001, 30.001, pose=POSE | {"heading_deg": 270})}
    after = views.within(plan_of(turned, grid()).spots, box, 9)[0]
    assert before[0]["geometry"] != after[0]["geometry"]
    views.keep([])
    assert views._known == {}
