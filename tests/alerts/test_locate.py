"""From a box to a place that says how sure it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alerts.geojson import read_cells
from alerts.grid import GridIndex
from alerts.ground import to_picture
from alerts.locate import Locator
from core.config.camera import Camera
from core.config.settings.merging import Merging
from core.errors import NotFound
from core.geo import LocalPlane, distance_m
from core.geometry import Box
from core.place import Place, PlaceOrigin
from tests.alerts.test_grid import collection, square
from tests.builders import camera
from tests.builders_desk import HERE

SIZE = (1280, 720)
GRID = GridIndex(read_cells(collection(square("990101", 120.2, 30.4, 0.1)), file="g.geojson")[0])


def locator(**cameras: Camera) -> Locator:
    """A locator of some cameras in one district."""
    return Locator(cameras=cameras.get, grid=lambda: GRID, merging=Merging())


def locate(where: Camera, box: tuple[float, float, float, float] | None, **more: Any) -> Place:
    """Place a box of a 1280x720 picture."""
    return locator().locate(where, box=Box.of(box) if box else None, picture_size=SIZE, **more)


def box_of(where: Camera, east: float, north: float, size_m: float) -> tuple[float, float, float, float]:
    """The picture box of a flat heap of `size_m` with its middle at a ground point."""
    assert where.pose is not None
    half = size_m / 2
    corners = np.array([(east + dx, north + dy) for dx in (-half, half) for dy in (-half, half)])
    x, y = to_picture(corners, where.pose, SIZE[0] / SIZE[1]).T
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


@pytest.mark.parametrize(("north", "size_m"), [(10, 1), (15, 2), (25, 2)])
def test_a_heap_is_placed_at_its_middle(north: float, size_m: float) -> None:
    """The foot of the box is the near edge; the place is the middle, within its radius."""
    found = locate(camera(), box_of(camera(), 1.0, north, size_m))
    truth = LocalPlane(origin=HERE).to_lonlat(1.0, north)
    assert found.origin is PlaceOrigin.POSE
    assert distance_m(found.point, truth) < 0.4
    assert distance_m(found.point, truth) < found.radius_m < 6


def test_the_grid_path_goes_with_the_place() -> None:
    """A place in the district carries its code."""
    assert locate(camera(), (0.4, 0.6, 0.6, 0.8)).grid_code == "990101"


def test_a_crowd_is_placed_by_its_feet() -> None:
    """The median of the members, not the foot of the group's box, which is its nearest member."""
    where = camera()
    assert where.pose is not None
    people = np.array([(dx, 15 + dy) for dx in (-2, 0, 2) for dy in (-3, 0, 3)], np.float64)
    feet = [tuple(map(float, p)) for p in to_picture(people, where.pose, SIZE[0] / SIZE[1])]
    found = locate(where, (0.3, 0.2, 0.7, 0.8), feet=feet)
    assert distance_m(found.point, LocalPlane(origin=HERE).to_lonlat(0, 15)) < 0.5


def test_too_far_is_told_as_the_camera() -> None:
    """A thing near the horizon would be a false point: the camera, with a radius that holds the thing."""
    found = locate(
        camera(pose={"height_m": 6, "heading_deg": 0, "tilt_deg": 10, "hfov_deg": 70}), (0.4, 0.25, 0.6, 0.27)
    )
    assert found.origin is PlaceOrigin.CAMERA
    assert found.point == HERE
    assert found.radius_m > 100


def test_the_zone_is_told_before_the_camera() -> None:
    """A small zone that is itself well placed is better than the camera."""
    near = camera(
        zones=[{"id": "gate", "kind": "any", "polygon": [(0.4, 0.6), (0.6, 0.6), (0.6, 0.7), (0.4, 0.7)]}]
    )
    found = locate(near, None, zone="gate")
    assert found.origin is PlaceOrigin.ZONE
    assert found.radius_m < 30


def test_without_pose_the_place_is_the_camera() -> None:
    """No pose, no points: the camera's position, the sight of a street camera, the owner's grid."""
    blind = camera(pose=None, position={"lon": 119.0, "lat": 30.0, "datum": "WGS84"}, grid_code="990101001")
    found = locate(blind, (0.4, 0.6, 0.6, 0.8))
    assert (found.origin, found.radius_m, found.grid_code) == (PlaceOrigin.CAMERA, 150.0, "990101")


def test_points_are_better_than_a_pose() -> None:
    """A camera with both is placed by its points; points that cannot be fitted fall back to the pose."""
    where = camera()
    assert where.pose is not None
    ground = np.array([(-4, 9), (4, 9), (-6, 14), (6, 14), (0, 20), (3, 25), (-5, 22), (0, 11)], np.float64)
    clicks = to_picture(ground, where.pose, SIZE[0] / SIZE[1])
    spots = [LocalPlane(origin=HERE).to_lonlat(float(e), float(n)) for e, n in ground]
    points = [
        {"picture": tuple(map(float, click)), "ground": {"lon": s.lon, "lat": s.lat, "datum": "WGS84"}}
        for click, s in zip(clicks, spots, strict=True)
    ]
    found = locate(camera(ground_points=points), box_of(where, 0, 15, 1))
    assert found.origin is PlaceOrigin.HOMOGRAPHY
    assert distance_m(found.point, LocalPlane(origin=HERE).to_lonlat(0, 15)) < 0.5
    line = [p | {"picture": (0.1 + i / 10, 0.5)} for i, p in enumerate(points)]
    assert locate(camera(ground_points=line), box_of(where, 0, 15, 1)).origin is PlaceOrigin.POSE


def test_a_camera_that_was_turned_tells_no_points() -> None:
    """Its calibration is of another view: the place is the camera's own, in its grid, for as long as it is doubted."""
    doubted = {"cam-1"}
    placing = Locator(
        cameras={}.get, grid=lambda: GRID, merging=Merging(), doubted=lambda one: one in doubted
    )
    box = Box.of(box_of(camera(), 1.0, 15, 2))
    found = placing.locate(camera(), box=box, picture_size=SIZE)
    assert (found.origin, found.grid_code) == (PlaceOrigin.CAMERA, "990101")
    assert placing.locate(camera("cam-2"), box=box, picture_size=SIZE).origin is PlaceOrigin.POSE
    doubted.clear()
    assert placing.locate(camera(), box=box, picture_size=SIZE).origin is PlaceOrigin.POSE


def test_an_unknown_camera_is_named() -> None:
    """A camera removed while its look was under way."""
    with pytest.raises(NotFound, match="no camera gone"):
        locator().camera("gone")
    assert locator(a=camera("a")).camera("a").id == "a"
