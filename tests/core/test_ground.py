"""Ground by a plane in perspective: against areas that are known by other means."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.config.camera import Pose
from core.geometry import inside, polygon_area
from core.ground import REACH_M, Ground, measure
from gridwatch.simulator.render.pinhole import Pinhole

PICTURE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
FLAT = Ground(rows=((20, 0, -10), (0, -20, 10), (0, 0, 1)))  # a map: 20 m by 20 m around the camera


def test_a_map_is_measured_as_it_is() -> None:
    """Without perspective the area is the polygon's own."""
    half = measure(((0, 0), (0.5, 0), (0.5, 1), (0, 1)), FLAT)
    assert half is not None
    assert half.m2 == pytest.approx(200)
    assert not half.cut
    assert half.polygon == ((0, 0), (0.5, 0), (0.5, 1), (0, 1))


@settings(deadline=None)  # the machine may be busy
@given(
    height=st.integers(3, 15),
    heading=st.integers(0, 359),
    tilt=st.integers(20, 80),
    hfov=st.integers(30, 90),
    roll=st.integers(-10, 10),
    width=st.integers(720, 1440),
)
def test_a_pose_agrees_with_the_pinhole_camera(
    height: int, heading: int, tilt: int, hfov: int, roll: int, width: int
) -> None:
    """The matrix takes picture points to where the simulator's camera sees them."""
    pose = Pose(height_m=height, heading_deg=heading, tilt_deg=tilt, hfov_deg=hfov, roll_deg=roll)
    view = Pinhole(east_m=0, north_m=0, pose=pose, width=width, height=720)
    ground = np.array(Ground.of_pose(pose, width / 720).rows)
    for point in [(0.5, 0.5), (0.1, 0.9), (0.9, 0.8)]:
        east, north, depth = ground @ [*point, 1]
        other = view.ground(*point)
        if other is None or math.hypot(*other) > 500:
            continue
        assert (east / depth, north / depth) == pytest.approx(other, rel=2e-3, abs=2e-3)


def test_the_sky_is_cut_off_and_so_is_far_ground() -> None:
    """A level camera sees half sky; what is measured is the sector of the circle that its view cuts out."""
    pose = Pose(height_m=5, heading_deg=0, tilt_deg=0, hfov_deg=90)
    seen = measure(PICTURE, Ground.of_pose(pose, 1.0))
    assert seen is not None
    assert seen.cut
    # 90 degrees of view: a quarter of the circle, less the triangle in front of the picture's lower edge
    assert seen.m2 == pytest.approx(math.pi * REACH_M**2 / 4 - 5 * 5, rel=2e-3)
    assert min(y for _, y in seen.polygon) > 0.5
    assert inside(np.array([[0.5, 0.9], [0.5, 0.52]]), seen.polygon).tolist() == [True, False]


def test_the_cut_polygon_is_the_part_that_was_measured() -> None:
    """Measured again, the cut polygon gives the same area, and nothing more is cut."""
    ground = Ground.of_pose(Pose(height_m=6, heading_deg=70, tilt_deg=12, hfov_deg=70, roll_deg=4), 16 / 9)
    once = measure(PICTURE, ground, reach_m=30)
    assert once is not None
    again = measure(once.polygon, ground, reach_m=30.1)
    assert again is not None
    assert again.m2 == pytest.approx(once.m2, rel=1e-6)
    assert not again.cut


def test_nothing_but_sky_or_distance_is_none() -> None:
    """Above the horizon, and ground that begins beyond the reach."""
    ground = Ground.of_pose(Pose(height_m=6, heading_deg=0, tilt_deg=10, hfov_deg=60), 16 / 9)
    assert measure(((0, 0), (1, 0), (1, 0.1)), ground) is None
    assert measure(PICTURE, ground, reach_m=3) is None


def test_a_reach_within_one_zone_is_a_circle() -> None:
    """Straight down from 10 m, 5 m of reach: the circle's area, whatever polygon stands for it."""
    seen = measure(
        PICTURE, Ground.of_pose(Pose(height_m=10, heading_deg=0, tilt_deg=90, hfov_deg=90), 1.0), 5
    )
    assert seen is not None
    assert seen.m2 == pytest.approx(math.pi * 25, rel=1e-6)
    assert polygon_area(seen.polygon) == pytest.approx(math.pi * 25 / 400, rel=1e-6)


def test_planes_compare_by_value() -> None:
    """A reload that changes nothing keeps its rule books: equal planes are equal."""
    assert Ground.of(np.array(FLAT.rows)) == FLAT
