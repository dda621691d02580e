"""The cameras around a place: those that show it, those that could turn to it, the steepest view first."""

from __future__ import annotations

import random
import time
from typing import Any

from alerts.covering import MOST, Coverage
from core.config.camera import Camera
from core.geo import LocalPlane
from tests.builders import camera
from tests.builders_desk import HERE, place


def standing(camera_id: str, east: float, north: float, **changes: Any) -> Camera:
    """A camera some metres from HERE."""
    at = LocalPlane(origin=HERE).to_lonlat(east, north)
    return camera(camera_id, position={"lon": at.lon, "lat": at.lat, "datum": "WGS84"}, **changes)


def looking(heading_deg: float, *, height_m: float = 6, tilt_deg: float = 20) -> dict[str, float]:
    """A pose."""
    return {"height_m": height_m, "heading_deg": heading_deg, "tilt_deg": tilt_deg, "hfov_deg": 70}


def test_only_cameras_that_look_there_are_found() -> None:
    """One south of the place looks north at it, its neighbour looks away, another stands streets away."""
    coverage = Coverage(
        [
            standing("towards", 0, -15, pose=looking(0)),
            standing("away", 0, -15, pose=looking(180)),
            standing("far", 0, -900, pose=looking(0)),
        ]
    )
    (found,) = coverage.covering(place())
    assert (found.camera_id, found.how, found.shown, found.turns) == ("towards", "pose", False, False)
    assert (found.distance_m, found.bearing_deg, found.height_m) == (15.0, 0.0, 6.0)
    assert found.sure == 1.0


def test_the_steepest_view_is_first() -> None:
    """Nearer at one height, and higher at one distance, come first; who may not show it comes last."""
    coverage = Coverage(
        [
            standing("low-far", 0, -40, pose=looking(0, tilt_deg=10)),
            standing("low-near", 0, -12, pose=looking(0, tilt_deg=25)),
            standing("high-far", 0, -40, pose=looking(0, height_m=30, tilt_deg=35)),
            standing("unknown", 0, -2, pose=None),
        ]
    )
    found = coverage.covering(place())
    assert [one.camera_id for one in found] == ["high-far", "low-near", "low-far", "unknown"]
    assert [one.high for one in found] == [True, False, False, False]
    assert found[-1].how == "distance"
    assert not found[-1].looks_there


def test_a_ptz_camera_that_could_turn_there_is_marked() -> None:
    """It looks elsewhere now, within its reach it can be turned; beyond it is not offered."""
    coverage = Coverage(
        [standing("hawk", 0, -200, pose=looking(180, height_m=40)), standing("fixed", 0, 200)],
        turning=lambda one: 400.0 if one.id == "hawk" else None,
    )
    (found,) = coverage.covering(place())
    assert (found.camera_id, found.turns, found.sure, found.looks_there) == ("hawk", True, 0.0, False)
    assert "hawk" not in [one.camera_id for one in coverage.covering(place(0, 250))]


def test_who_has_shown_it_comes_first_whatever_its_geometry_says() -> None:
    """A pose that was written down wrongly does not hide the camera that raised the incident."""
    coverage = Coverage([standing("wrong", 0, -15, pose=looking(180)), standing("right", 0, -15)])
    found = coverage.covering(place(), shown={"wrong"})
    assert (found[0].camera_id, found[0].how, found[0].sure) == ("wrong", "seen", 1.0)
    assert found[1].camera_id == "right"


def test_a_camera_that_is_switched_off_shows_nothing() -> None:
    """Disabled cameras are not offered."""
    assert Coverage([standing("off", 0, -15, enabled=False)]).covering(place()) == ()


def test_an_answer_is_bounded() -> None:
    """A hundred cameras on one square: fifty are told."""
    crowd = [standing(f"cam-{n}", n * 0.01, -15, pose=looking(0)) for n in range(100)]
    assert len(Coverage(crowd).covering(place())) == MOST


def test_a_district_answers_at_once() -> None:
    """7,396 cameras on 60 km²: a question looks at those around a place, not at all: a small part of one walk."""
    rng = random.Random(1)
    cameras = [
        standing(
            f"cam-{n}", rng.uniform(-4000, 4000), rng.uniform(-4000, 4000), pose=looking(rng.uniform(0, 359))
        )
        for n in range(7396)
    ]
    began = time.process_time()
    coverage = Coverage(cameras)
    built = time.process_time()
    found = [len(coverage.covering(place(rng.uniform(-3000, 3000), 0))) for _ in range(100)]
    asked = time.process_time()
    assert (asked - built) / 100 < (built - began) / 3  # CPU of one question, of one walk over all cameras
    assert sum(found) > 0
