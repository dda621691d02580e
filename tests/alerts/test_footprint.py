"""The ground that a camera shows: inside, outside, by points, by pose, by nothing but its distance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from alerts.footprint import UNKNOWN_DEG, How, footprint, reach_m, sight_m
from alerts.ground import to_ground
from core.config.camera import Camera, Pose
from core.geo import LocalPlane
from tests.builders import camera

POSE = Pose(height_m=6, heading_deg=0, tilt_deg=25, hfov_deg=70)


def clicked() -> Camera:
    """A camera without a pose and with nine points clicked where the pose of `camera()` has them."""
    picture = [(x, y) for x in (0.1, 0.5, 0.9) for y in (0.5, 0.7, 0.9)]
    plane = LocalPlane(origin=camera().position.lonlat())
    pairs = []
    for spot, (east, north) in zip(picture, to_ground(np.array(picture), POSE, 16 / 9), strict=True):
        there = plane.to_lonlat(float(east), float(north))
        ground = {"lon": there.lon, "lat": there.lat, "datum": "WGS84"}
        pairs.append({"picture": spot, "ground": ground})
    return camera(pose=None, ground_points=pairs)


@pytest.mark.parametrize("known", [camera(), clicked()], ids=["pose", "points"])
def test_a_place_before_the_camera_is_in_its_picture(known: Camera) -> None:
    """A camera that looks north, 25 degrees down: 15 m north is shown, 15 m south and 30 m aside are not."""
    seen = footprint(known)
    assert seen.sure(0, 15, 2) == 1.0
    assert seen.sure(0, -15, 2) == 0.0
    assert seen.sure(30, 15, 2) == 0.0


def test_below_the_lower_edge_is_not_shown() -> None:
    """The picture's lower edge meets the ground some metres away; what stands under the pole is not in it."""
    assert footprint(camera()).sure(0, 1, 0.5) == 0.0


def test_at_the_edge_it_is_a_matter_of_chance() -> None:
    """A place on the side of the picture is in it by half, however sure the place is."""
    seen = footprint(camera())
    edge = to_ground(np.array([(1.0, 0.7)]), POSE, 16 / 9)[0]
    assert seen.sure(float(edge[0]), float(edge[1]), 1) == pytest.approx(0.5, abs=0.1)


def test_a_vague_place_is_less_surely_shown() -> None:
    """The probability falls with the radius of the place."""
    seen = footprint(camera())
    sure = [seen.sure(0, 15, radius) for radius in (2, 15, 40)]
    assert sure[0] > sure[1] > sure[2] > 0


def test_without_pose_and_points_it_is_the_chance_of_looking_there() -> None:
    """Where it looks is not known: near ground is shown with the share of a circle that a picture spans."""
    seen = footprint(camera(pose=None))
    assert seen.how is How.DISTANCE
    assert seen.sure(0, -20, 2) == pytest.approx(UNKNOWN_DEG / 360)
    assert seen.sure(0, -400, 2) == 0.0


def test_points_that_fit_no_plane_fall_back_to_the_pose() -> None:
    """A bad calibration is told by `gridwatch check`; here the pose is better than nothing."""
    spot = {"lon": 120.25, "lat": 30.45, "datum": "WGS84"}
    pairs = [{"picture": (0.1 * n, 0.9), "ground": spot} for n in range(1, 7)]
    assert footprint(camera(ground_points=pairs)).how is How.POSE


def test_a_camera_that_looks_at_the_sky_shows_no_ground() -> None:
    """Its footprint is empty, not an error."""
    sky = camera(pose={"height_m": 6, "heading_deg": 0, "tilt_deg": -9, "hfov_deg": 10})
    assert footprint(sky).sure(0, 20, 5) == 0.0


def test_a_long_lens_shows_things_farther_away() -> None:
    """A metre is half a per cent of the width at 143 m with 70 degrees, and beyond 500 m never counted on."""
    assert sight_m(70) == pytest.approx(142.8, abs=0.1)
    assert sight_m(5) == 500
    far = {"height_m": 40, "heading_deg": 0, "tilt_deg": 6, "hfov_deg": 15}
    assert footprint(camera(pose=far)).sure(0, 350, 10) > 0.9


def test_nothing_is_shown_beyond_its_reach() -> None:
    """`reach_m` bounds every footprint, so that a tree of reaches misses no camera."""
    for known in (camera(), clicked(), camera(pose=None)):
        farthest = max(math.hypot(x, y) for x, y in footprint(known).polygon.exterior.coords)
        assert farthest <= reach_m(known) * 1.001


def test_a_camera_that_may_look_elsewhere_is_less_surely_shown() -> None:
    """An error of direction moves a place at 60 m by as many metres as it has degrees: near the edge that counts."""
    pose = {"height_m": 10, "heading_deg": 0, "tilt_deg": 10, "hfov_deg": 30}
    exact = footprint(camera(pose=pose | {"error_deg": 0.1})).sure(12, 60, 1)
    vague = footprint(camera(pose=pose | {"error_deg": 8})).sure(12, 60, 1)
    assert exact == 1.0
    assert vague < 0.9
