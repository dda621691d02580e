"""Empty pictures."""

import numpy as np
import pytest

from gridwatch.simulator.render.backdrop import backdrop
from gridwatch.simulator.render.light import LIGHTS
from tests.builders_render import pinhole, place


@pytest.mark.parametrize("kind", ["street", "plaza", "works_site", "market"])
def test_every_place_can_be_painted(kind: str):
    """Finite colours everywhere, and buildings in the upper part."""
    made = backdrop(pinhole(tilt=12.0), place(kind), LIGHTS["day"])
    assert made.picture.shape == (180, 320, 3)
    assert np.isfinite(made.picture).all()
    assert np.isfinite(made.wall[:60]).any()


def test_a_tilted_horizon_and_a_view_of_the_ground_alone():
    """Roll, and a camera that sees no sky."""
    for camera in (pinhole(roll=15.0, tilt=8.0), pinhole(tilt=80.0)):
        assert np.isfinite(backdrop(camera, place(), LIGHTS["day"]).picture).all()


def test_night_is_darker_than_day_and_rain_is_greyer():
    """Light is felt."""
    day, night, rain = (
        backdrop(pinhole(), place("street"), LIGHTS[n]).picture for n in ("day", "night", "rain")
    )
    assert night.mean() < 0.75 * day.mean()
    assert np.ptp(rain, axis=2).mean() < np.ptp(day, axis=2).mean()
