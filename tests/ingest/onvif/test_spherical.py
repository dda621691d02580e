import math

import pytest

from ingest.onvif.ptz_read import SPHERICAL, PanTiltSpace, Range
from ingest.onvif.spherical import apart, within

ALL = Range(low=-180, high=180)
DOWN = Range(low=-90, high=20)


def space(pan=(-180, 180), tilt=(-90, 0)):
    """Make a space of degrees."""
    return PanTiltSpace(
        uri=SPHERICAL, pan=Range(low=pan[0], high=pan[1]), tilt=Range(low=tilt[0], high=tilt[1])
    )


@pytest.mark.parametrize(
    ("asked", "pan", "tilt", "told"),
    [
        ((30, -20), (-180, 180), (-90, 0), (30, -20)),
        ((190, -20), (-180, 180), (-90, 0), (-170, -20)),
        ((-90, -20), (0, 350), (-90, 0), (270, -20)),
        ((370, -20), (-math.inf, math.inf), (-90, 0), (10, -20)),
        ((120, -30), (-90, 90), (-180, 0), (-60, -150)),
    ],
)
def test_the_same_direction_in_the_devices_range(asked, pan, tilt, told):
    """Pan is turned around, or the head goes over its nadir (e-flip) where its pan does not reach."""
    limits = Range(low=-math.inf, high=math.inf)
    found = within(*asked, space(pan, tilt), pan_limits=limits, tilt_limits=DOWN)
    assert found == pytest.approx(told)
    assert apart(asked, found) == pytest.approx(0, abs=1e-3)


def test_what_cannot_be_reached_is_none():
    """Above the device's tilt, outside of its pan, or outside of what the administrator allows."""
    assert within(0, 10, space(), pan_limits=ALL, tilt_limits=DOWN) is None
    assert within(120, -20, space(pan=(-90, 90)), pan_limits=ALL, tilt_limits=DOWN) is None
    assert within(120, -20, space(), pan_limits=Range(low=-90, high=90), tilt_limits=DOWN) is None
    assert within(0, -85, space(), pan_limits=ALL, tilt_limits=Range(low=-60, high=0)) is None


def test_angles_between_directions():
    """By the sky, not by the numbers: near the nadir a large pan is a small angle."""
    assert apart((0, 0), (90, 0)) == pytest.approx(90)
    assert apart((179, -10), (-179, -10)) == pytest.approx(2 * math.cos(math.radians(10)), abs=0.01)
    assert apart((0, -90), (140, -90)) == pytest.approx(0, abs=1e-5)
    assert apart((20, -30), (200, -150)) == pytest.approx(0, abs=1e-5)
