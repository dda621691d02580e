"""Ground points as the plane of densities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alerts.ground import to_ground
from core.config.camera import Camera, Pose
from core.geo import LocalPlane
from core.ground import measure
from gridwatch.surveying import ground_of
from tests.builders import camera, profile

POSE = Pose(height_m=6, heading_deg=20, tilt_deg=25, hfov_deg=70)
CLICKS = [(0.1, 0.9), (0.9, 0.92), (0.5, 0.6), (0.15, 0.35), (0.85, 0.3), (0.5, 0.28), (0.3, 0.5), (0.7, 0.7)]
CROWD: dict[str, Any] = {"id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"]}
DENSE = profile(CROWD | {"per_m2": 1})


def clicked(clicks: list[tuple[float, float]]) -> Camera:
    """A camera with points clicked exactly where its true pose sees them."""
    own = camera(pose=None)
    plane = LocalPlane(origin=own.position.lonlat())
    pairs = []
    for click in clicks:
        at = plane.to_lonlat(*map(float, to_ground(np.array([click]), POSE, 16 / 9)[0]))
        pairs.append({"picture": click, "ground": {"lon": at.lon, "lat": at.lat, "datum": "WGS84"}})
    return camera(pose=None, ground_points=pairs)


def test_points_give_the_plane_of_the_true_pose() -> None:
    """The same square metres as by the pose that the points were seen with."""
    from core.ground import Ground

    zone = ((0.2, 0.5), (0.8, 0.5), (0.9, 0.9), (0.1, 0.9))
    ground = ground_of(clicked(CLICKS), DENSE)
    assert ground is not None
    by_points, by_pose = measure(zone, ground), measure(zone, Ground.of_pose(POSE, 16 / 9))
    assert by_points is not None
    assert by_pose is not None
    assert by_points.m2 == pytest.approx(by_pose.m2, rel=5e-3)


def test_nobody_asks_nothing_is_fitted() -> None:
    """A crowd by count, or a camera without points."""
    assert ground_of(clicked(CLICKS), profile(CROWD | {"count": 9})) is None
    assert ground_of(camera(), DENSE) is None


def test_points_that_fit_no_plane_are_none() -> None:
    """The configuration refuses them with words; here they only must not stop a service."""
    assert ground_of(clicked([(0.1 * i, 0.9) for i in range(1, 8)]), DENSE) is None
