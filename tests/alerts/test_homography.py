"""Calibration by point pairs: right where it is right, and a named error where it cannot be."""

from __future__ import annotations

import math

import numpy as np
import pytest

from alerts.ground import to_ground, to_picture
from alerts.homography import Homography, fit
from core.config.camera import PointPair, Pose
from core.errors import ConfigError
from core.geo import LocalPlane
from tests.builders_desk import HERE

POSE = Pose(height_m=6, heading_deg=20, tilt_deg=25, hfov_deg=70)
PLANE = LocalPlane(origin=HERE)
CLICKS = [(0.1, 0.9), (0.9, 0.92), (0.5, 0.6), (0.15, 0.35), (0.85, 0.3), (0.5, 0.28), (0.3, 0.5), (0.7, 0.7)]


def pairs(noise: float = 0.0, clicks: list[tuple[float, float]] | None = None) -> list[PointPair]:
    """Points clicked in the picture of a known camera, each off by `noise` of the picture."""
    rng = np.random.default_rng(3)
    found = []
    for click in clicks or CLICKS:
        east, north = to_ground(np.array([click]), POSE, 16 / 9)[0]
        ground = PLANE.to_lonlat(float(east), float(north))
        x, y = np.clip(np.array(click) + rng.normal(0, noise, 2) if noise else click, 0, 1)
        found.append(
            PointPair.model_validate(
                {
                    "picture": (float(x), float(y)),
                    "ground": {"lon": ground.lon, "lat": ground.lat, "datum": "WGS84"},
                }
            )
        )
    return found


def error_m(fitted: Homography, point: tuple[float, float]) -> float:
    """Distance between the mapped and the true ground point."""
    return math.dist(fitted.to_ground(np.array([point]))[0], to_ground(np.array([point]), POSE, 16 / 9)[0])


def test_exact_clicks_give_the_exact_ground() -> None:
    """Without noise the mapping equals the camera's own, and says that it does."""
    fitted = fit(pairs(), PLANE)
    assert error_m(fitted, (0.4, 0.55)) < 0.05
    assert max(fitted.held_out_m) < 0.1
    assert fitted.dropped == ()


def test_noisy_clicks_give_a_radius_that_holds() -> None:
    """With half a per cent of clicking error the truth lies within the radius, which grows with distance."""
    fitted = fit(pairs(0.005), PLANE)
    for point in [(0.5, 0.85), (0.4, 0.55), (0.6, 0.35)]:
        assert error_m(fitted, point) < fitted.radius_95(point)
    assert fitted.radius_95((0.5, 0.85)) < fitted.radius_95((0.5, 0.35))


def test_one_wrong_click_is_dropped_and_named() -> None:
    """A pair clicked on the wrong kerb is left out; the rest still fits."""
    good = pairs()
    good[2] = good[2].model_copy(update={"picture": (0.75, 0.55)})
    fitted = fit(good, PLANE)
    assert fitted.dropped == (2,)
    assert error_m(fitted, (0.4, 0.55)) < 0.1


def test_outside_of_the_clicks_it_is_less_sure() -> None:
    """Beyond the hull of the clicked points the radius doubles."""
    fitted = fit(pairs(0.003), PLANE)
    assert fitted.radius_95((0.99, 0.6)) > 1.5 * fitted.radius_95((0.8, 0.6))


def test_beyond_the_horizon_is_nowhere() -> None:
    """The sky maps to NaN, and its radius is infinite."""
    fitted = fit(pairs(), PLANE)
    assert np.isnan(fitted.to_ground(np.array([(0.5, -0.5)]))).all()
    assert fitted.radius_95((0.5, -0.5)) == math.inf


@pytest.mark.parametrize(
    ("clicks", "says"),
    [
        (CLICKS[:5], "5 ground points; give 6 or more"),
        ([(x / 10, 0.5 + x / 50) for x in range(1, 8)], "lie in a line"),
    ],
)
def test_what_cannot_be_fitted_has_a_name(clicks: list[tuple[float, float]], says: str) -> None:
    """Too few points and points along one kerb are refused with the cure."""
    with pytest.raises(ConfigError, match=says):
        fit(pairs(clicks=clicks), PLANE)


def test_pairs_of_another_place_are_refused() -> None:
    """Ground points that have nothing to do with the picture fit no plane."""
    mixed = pairs()
    shuffled = [
        pair.model_copy(update={"ground": mixed[(3 * i + 2) % 8].ground}) for i, pair in enumerate(mixed)
    ]
    with pytest.raises(ConfigError, match="ground points"):
        fit(shuffled, PLANE)


def test_the_inverse_of_a_pose_agrees() -> None:
    """The clicked points used here really are where the pose puts them."""
    ground = to_ground(np.array(CLICKS), POSE, 16 / 9)
    np.testing.assert_allclose(to_picture(ground, POSE, 16 / 9), CLICKS, atol=1e-9)
