"""What the camera adds to a picture."""

from datetime import UTC, datetime

import numpy as np

from gridwatch.simulator.render.lens import Lens, print_on
from gridwatch.simulator.render.light import LIGHTS

GREY = np.full((90, 160, 3), 120, np.uint8)


def test_noise_differs_from_picture_to_picture_but_not_for_the_same_moment():
    """A frozen camera can be told from a quiet one."""
    lens = Lens(1, 160, 90, LIGHTS["day"])
    assert (lens.expose(GREY.copy(), 1) == lens.expose(GREY.copy(), 1)).all()
    assert (lens.expose(GREY.copy(), 1) != lens.expose(GREY.copy(), 2)).any()


def test_night_is_noisier_than_day():
    """The same grey spreads more at night."""
    day, night = (Lens(1, 160, 90, LIGHTS[name]).expose(GREY.copy(), 5) for name in ("day", "night"))
    assert night.std() > day.std()


def test_corners_are_darker_than_the_middle():
    """A vignette."""
    developed = Lens(3, 160, 90, LIGHTS["day"]).develop(np.full((90, 160, 3), 200.0, np.float32))
    assert developed[0, 0].mean() < developed[45, 80].mean()


def test_rain_leaves_streaks():
    """Rain brightens some pixels."""
    lens = Lens(1, 160, 90, LIGHTS["rain"])
    assert lens.expose(GREY.copy(), 3).max() > 130


def test_the_caption_is_readable_and_ascii():
    """White letters appear; a Chinese name does not break it."""
    picture = GREY.copy()
    print_on(picture, "星河路 cam-01", datetime(2026, 11, 2, 8, 0, tzinfo=UTC))
    assert picture.max() > 220
