"""Bad weather: each kind does to a picture what it is named after, and boxes stay where they were."""

from __future__ import annotations

import random

import numpy as np
import pytest

from core.frame import Image
from gridwatch.workbench.model.labels import Label
from gridwatch.workbench.model.weather import WEATHERS, from_afar, haze, night, rain, squeeze, worsened


def checks(light: int = 200, dark: int = 60) -> Image:
    """A chessboard of 16-pixel squares."""
    ys, xs = np.mgrid[0:240, 0:320]
    grey = np.where((ys // 16 + xs // 16) % 2, light, dark).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def test_night_is_dark_and_noisy() -> None:
    """Much less light; a flat picture is flat no more."""
    assert night(checks(), random.Random(0)).mean() < 0.6 * checks().mean()
    assert night(checks(120, 120), random.Random(0))[:20, :20].std() > 1


def test_rain_flattens_contrast() -> None:
    """Light and dark come nearer to each other."""
    assert rain(checks(), random.Random(0)).std() < checks().std()


def test_haze_is_thickest_where_things_are_far() -> None:
    """Contrast is lost at the top of the picture first."""
    seen = haze(checks(), random.Random(0))
    assert seen[:48].std() < 0.8 * seen[-48:].std()


def test_a_squeezed_picture_loses_detail() -> None:
    """Edges are softer."""
    sharp, soft = (
        float(np.abs(np.diff(image[:, :, 0].astype(int), axis=1)).max())
        for image in (checks(), squeeze(checks(), random.Random(0)))
    )
    assert soft < sharp


@pytest.mark.parametrize("weather", WEATHERS)
def test_size_stays_and_the_seed_decides(weather: object) -> None:
    """Boxes need no change, and a set can be built again."""
    assert callable(weather)
    one, two = (weather(checks(), random.Random(4)) for _ in range(2))
    assert one.shape == checks().shape
    assert one.dtype == np.uint8
    assert (one == two).all()


def test_every_weather_is_chosen() -> None:
    """A set holds all of them."""
    means = {round(float(worsened(checks(), random.Random(seed)).mean())) for seed in range(24)}
    assert len(means) > 4


def test_four_in_one_keep_their_boxes() -> None:
    """A box in the second picture lies in the upper right quarter; one that became too small is not labelled."""
    given = [[], [Label(name=6, box=(0.5, 0.5, 1.0, 1.0)), Label(name=0, box=(0.0, 0.0, 0.01, 0.01))], [], []]
    image, found = from_afar([checks()[:, :240]] * 4, given, side=960)
    assert image.shape == (960, 960, 3)
    assert [one.name for one in found] == [6]
    assert found[0].box == pytest.approx((0.75, 0.25, 1.0, 0.5))


def test_five_make_no_square() -> None:
    """A mistake of the caller is told."""
    with pytest.raises(ValueError, match="no square"):
        from_afar([checks()] * 5, [[]] * 5)
