"""Picture to ground by pose: there and back, the published error table, and honest radii."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.ground import circle_95, field_of_view, radius_95, range_error_m, to_ground, to_picture
from core.config.camera import Pose

WIDE = 16 / 9


def pose(**changes: float) -> Pose:
    """A street camera: 6 m high, 25 degrees down, looking north."""
    values = {"height_m": 6, "heading_deg": 0, "tilt_deg": 25, "hfov_deg": 70}
    return Pose.model_validate(values | changes)


@given(
    heading=st.floats(0, 359),
    tilt=st.floats(5, 85),
    roll=st.floats(-20, 20),
    x=st.floats(0.05, 0.95),
    y=st.floats(0.05, 0.95),
)
def test_there_and_back(heading: float, tilt: float, roll: float, x: float, y: float) -> None:
    """A picture point that meets the ground comes back to itself."""
    where = pose(heading_deg=heading, tilt_deg=tilt, roll_deg=roll)
    ground = to_ground(np.array([(x, y)]), where, WIDE)
    if np.isnan(ground).any() or np.hypot(*ground[0]) > 1e5:
        return
    np.testing.assert_allclose(to_picture(ground, where, WIDE), [(x, y)], atol=1e-6)


def test_the_middle_of_the_picture_is_where_the_camera_points() -> None:
    """At 6 m and 25 degrees down the line of sight meets the ground 12.87 m ahead, in its heading."""
    ahead = 6 / math.tan(math.radians(25))
    np.testing.assert_allclose(to_ground(np.array([(0.5, 0.5)]), pose(), WIDE), [(0, ahead)], atol=1e-9)
    east = to_ground(np.array([(0.5, 0.5)]), pose(heading_deg=90), WIDE)
    np.testing.assert_allclose(east, [(ahead, 0)], atol=1e-9)


def test_right_in_the_picture_is_right_of_the_heading() -> None:
    """Looking north, the right half of the picture is east."""
    assert to_ground(np.array([(0.8, 0.8)]), pose(), WIDE)[0, 0] > 0


def test_a_rolled_camera_sees_the_horizon_lean() -> None:
    """Rolled clockwise, the right edge of the picture looks lower than the left."""
    left, right = to_ground(np.array([(0.1, 0.5), (0.9, 0.5)]), pose(roll_deg=10), WIDE)
    assert math.hypot(*right) < math.hypot(*left)


def test_above_the_horizon_is_nowhere() -> None:
    """A point in the sky has no ground, and a thing behind the camera no picture."""
    assert np.isnan(to_ground(np.array([(0.5, 0.0)]), pose(tilt_deg=5), WIDE)).all()
    assert np.isnan(to_picture(np.array([(0.0, -30.0)]), pose(tilt_deg=5), WIDE)).all()
    assert radius_95((0.5, 0.0), pose(tilt_deg=5), WIDE) == math.inf


@pytest.mark.parametrize(
    ("height_m", "distance_m", "half_degree", "one_degree"),
    [
        (6, 20, 0.65, 1.35),
        (6, 40, 2.5, 5.4),
        (6, 80, 10.6, 24),
        (6, 150, 42, 116),
        (10, 20, 0.44, 0.90),
        (10, 40, 1.5, 3.2),
        (10, 80, 6.1, 13),
        (10, 150, 23, 53),
    ],
)
def test_the_published_range_errors(
    height_m: float, distance_m: float, half_degree: float, one_degree: float
) -> None:
    """The table of range errors by tilt error is met to its printed digits."""
    assert range_error_m(height_m, distance_m, 0.5) == pytest.approx(half_degree, rel=0.03)
    assert range_error_m(height_m, distance_m, 1.0) == pytest.approx(one_degree, rel=0.03)
    assert range_error_m(height_m, 1000, 1.0) == math.inf


def test_the_radius_holds_what_it_promises() -> None:
    """Of 4000 cameras whose pose is off by its stated error, 93-99 % of the true points lie in the radius."""
    rng = np.random.default_rng(7)
    for y in (0.35, 0.6):
        told = pose(error_deg=1.0)
        here = to_ground(np.array([(0.6, y)]), told, WIDE)[0]
        radius = radius_95((0.6, y), told, WIDE)
        off = [
            to_ground(
                np.array([(0.6, y)]) + rng.normal(0, [0.004, 0.004], 2),
                pose(tilt_deg=25 + rng.normal(), heading_deg=(360 + rng.normal()) % 360),
                WIDE,
            )[0]
            - here
            for _ in range(1000)
        ]
        share = np.mean(np.hypot(*np.array(off).T) <= radius)
        assert 0.93 <= share <= 0.995


def test_the_radius_grows_with_distance() -> None:
    """Higher in the picture is farther away and less certain."""
    radii = [radius_95((0.5, y), pose(), WIDE) for y in (0.9, 0.6, 0.4, 0.3)]
    assert radii == sorted(radii)


def test_circle_of_equal_and_of_flat_errors() -> None:
    """2.45 sigma for a round error, 1.96 for a flat one."""
    assert circle_95(1, 1) == pytest.approx(2.448)
    assert circle_95(0, 3) == pytest.approx(5.88)
    assert circle_95(0, 0) == 0


def test_the_field_of_view_holds_what_is_seen() -> None:
    """The polygon runs anticlockwise, is cut at the reach, and a camera that sees only sky has none."""
    view = field_of_view(pose(tilt_deg=5), WIDE, reach_m=80)
    assert view is not None
    x, y = view.corners.T
    assert np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) > 0
    assert np.hypot(x, y).max() == pytest.approx(80)
    assert field_of_view(pose(tilt_deg=-9, hfov_deg=10), WIDE) is None
