"""The camera model, against the product's own projection and by hand."""

import math

import numpy as np
import pytest

from core.geometry import crosses_itself
from tests.builders_render import pinhole


@pytest.mark.parametrize("roll", [0.0, 12.0, -7.0])
def test_ground_and_project_are_inverse(roll: float):
    """A ground point projects to the pixel that looks at it."""
    camera = pinhole(heading=33.0, roll=roll)
    spot = camera.ground(0.3, 0.7)
    assert spot is not None
    pixels, depth = camera.project(np.array([[*spot, 0.0]], np.float32))
    assert pixels[0] == pytest.approx((0.3 * 320, 0.7 * 180), abs=0.01)
    assert depth[0] > 0


def test_the_middle_looks_where_the_tilt_says():
    """5 m up and 45 degrees down, the middle of the picture is 5 m ahead."""
    assert pinhole(tilt=45.0).ground(0.5, 0.5) == pytest.approx((0.0, 5.0), abs=1e-5)
    assert pinhole(tilt=45.0, heading=90.0).ground(0.5, 0.5) == pytest.approx((5.0, 0.0), abs=1e-5)


def test_above_the_horizon_there_is_no_ground():
    """The top of a nearly level picture shows sky."""
    assert pinhole(tilt=5.0).ground(0.5, 0.0) is None


def test_a_clockwise_roll_lowers_the_right_side():
    """Rolled clockwise, the right edge looks at nearer ground than the left."""
    camera = pinhole(tilt=40.0, roll=10.0)
    left, right = camera.ground(0.1, 0.5), camera.ground(0.9, 0.5)
    assert left is not None
    assert right is not None
    assert math.hypot(*right) < math.hypot(*left)


def test_rays_agree_with_ground():
    """The ray of a pixel meets the ground where `ground` says."""
    camera = pinhole(heading=120.0, tilt=35.0)
    ray = camera.rays()[150, 200]
    reach = 5.0 / -ray[2]
    assert camera.ground(200.5 / 320, 150.5 / 180) == pytest.approx(
        (reach * ray[0], reach * ray[1]), abs=1e-3
    )


def test_an_outline_is_cut_at_the_lens_and_at_the_edges():
    """Ground that reaches behind the camera gives a simple polygon within the picture."""
    shape = pinhole().outline(np.array([[-3.0, -20.0], [3.0, -20.0], [3.0, 60.0], [-3.0, 60.0]]))
    assert len(shape) >= 4
    assert not crosses_itself(shape)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in shape)
    assert pinhole().outline(np.array([[-3.0, -20.0], [3.0, -20.0], [3.0, -10.0]])) == []
