from __future__ import annotations

import numpy as np
import pytest

from alerts.ground import to_ground
from core.geo import LocalPlane
from core.reason import Reason
from gridwatch.hawkeye.aim import aim, home, nearest_preset, pose_of
from ingest.onvif.turning import Order, Turned
from tests.builders import camera
from tests.builders_desk import HERE, place
from tests.builders_hawkeye import FAILED, dome


def ground(east: float, north: float) -> dict[str, object]:
    """Write a point some metres from the camera."""
    at = LocalPlane(origin=HERE).to_lonlat(east, north)
    return {"lon": at.lon, "lat": at.lat, "datum": "WGS84"}


def stands(pan: float, tilt: float, hfov: float = 40) -> Turned:
    """Make a head that has arrived."""
    return Turned(arrived=True, why=Reason(code="ptz.arrived"), direction=(pan, tilt), hfov_deg=hfov)


@pytest.mark.parametrize(
    ("zero", "east", "north", "pan"),
    [(0, 20, 20, 45), (90, 0, 30, -90), (350, 0, 30, 10), (0, -1, -30, -178.09)],
)
def test_pan_is_the_heading_from_the_heads_zero(zero: float, east: float, north: float, pan: float) -> None:
    """Clockwise, the short way around."""
    order = aim(dome(zero_heading_deg=zero), place(east, north))
    assert isinstance(order, Order)
    assert order.direction is not None
    assert order.direction.pan_deg == pytest.approx(pan, abs=0.05)


def test_tilt_is_by_the_height() -> None:
    """Twelve metres up and twelve away is 45 degrees down; ONVIF counts down negative."""
    order = aim(dome(), place(0, 12))
    assert isinstance(order, Order)
    assert order.direction is not None
    assert order.direction.tilt_deg == pytest.approx(-45, abs=0.05)


def test_the_picture_at_the_order_shows_the_place_in_its_middle() -> None:
    """There and back: the pose that an order leads to looks at the place, also with reversed axes."""
    for reversed_axes in (False, True):
        told = dome(zero_heading_deg=77, pan_reversed=reversed_axes, tilt_reversed=reversed_axes)
        order = aim(told, place(31, -17))
        assert isinstance(order, Order)
        assert order.direction is not None
        pose = pose_of(told, stands(order.direction.pan_deg, order.direction.tilt_deg))
        assert pose is not None
        assert to_ground(np.array([(0.5, 0.5)]), pose, 16 / 9)[0] == pytest.approx((31, -17), abs=0.1)


def test_the_picture_is_wide_enough_for_an_uncertain_place() -> None:
    """A far and well-known place is zoomed to, an uncertain or near one is not."""
    told = [aim(dome(), place(0, 80, radius_m=r)) for r in (2, 25)] + [aim(dome(), place(0, 5))]
    widths = [one.direction.hfov_deg for one in told if isinstance(one, Order) and one.direction]
    assert widths[0] == pytest.approx(11.3, abs=0.2)
    assert widths[1:] == [60, 60]


def test_a_pose_over_the_nadir() -> None:
    """E-flip: pan 150 at tilt -150 looks where pan -30 at tilt -30 does."""
    flipped, plain = pose_of(dome(), stands(150, -150)), pose_of(dome(), stands(-30, -30))
    assert flipped == plain


def test_no_pose_without_an_arrival_by_degrees() -> None:
    """What stands elsewhere, or at a preset, or somewhere unknown, belongs to no known place."""
    assert pose_of(dome(), FAILED) is None
    preset = Turned(arrived=True, why=Reason(code="ptz.arrived"), preset="1")
    assert pose_of(dome(), preset) is None
    assert pose_of(dome(zero_heading_deg=None), stands(0, -20)) is None


def test_a_preset_for_devices_without_degrees() -> None:
    """The nearest of those that show the place; one that shows no known place is none."""
    presets = [
        {"token": "far", "ground": ground(0, 60)},
        {"token": "near", "ground": ground(3, 20), "radius_m": 10},
        {"token": "nearer", "ground": ground(1, 20), "radius_m": 0.5},
        {"token": "unknown"},
    ]
    told = dome(zero_heading_deg=None, presets=presets)
    order = aim(told, place(0, 18))
    assert order == Order(preset="near")
    assert told.ptz is not None
    assert nearest_preset(told.ptz, place(0, -50).point) is None


@pytest.mark.parametrize(
    ("told", "east", "code"),
    [
        (camera(), 10, "ptz.no_ptz"),
        (dome(reach_m=50), 60, "hawk.too_far"),
        (dome(zero_heading_deg=None), 10, "ptz.no_preset"),
    ],
)
def test_why_not(told: object, east: float, code: str) -> None:
    """A fixed camera, too far away, no preset that shows it."""
    why = aim(told, place(east, 0))
    assert isinstance(why, Reason)
    assert why.code == code


def test_home() -> None:
    """By preset, by degrees, or the device's own."""
    for ptz, order in (
        ({"home": "1"}, Order(preset="1")),
        ({}, Order(own_home=True)),
    ):
        told = dome(**ptz).ptz
        assert told is not None
        assert home(told) == order
    by_degrees = dome(home_position={"pan_deg": 10, "tilt_deg": -20}).ptz
    assert by_degrees is not None
    direction = home(by_degrees).direction
    assert direction is not None
    assert (direction.pan_deg, direction.tilt_deg) == (10, -20)
