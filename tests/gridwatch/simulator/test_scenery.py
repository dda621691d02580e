"""Places and their axes."""

import math

import pytest

from gridwatch.simulator.places import scene


def test_local_and_world_are_inverse():
    """A point goes to the district's plane and back."""
    here = scene("street", "s", 120.0, -40.0, 73.0, 1)
    assert here.local(*here.world(3.5, 21.0)) == pytest.approx((3.5, 21.0))


def test_axes_turn_clockwise():
    """With a turn of 90 degrees the street runs east."""
    here = scene("street", "s", 0.0, 0.0, 90.0, 1)
    assert here.world(0.0, 10.0) == pytest.approx((10.0, 0.0), abs=1e-9)


def test_cleared_takes_things_within_the_radius_only():
    """Trees near a heap go, the others stay."""
    here = scene("street", "s", 0.0, 0.0, 0.0, 1)
    cleared = here.cleared(7.0, 20.0, 6.0)
    assert 0 < len(cleared.props) < len(here.props)
    assert all(math.hypot(p.x - 7.0, p.y - 20.0) > 6.0 for p in cleared.props)
