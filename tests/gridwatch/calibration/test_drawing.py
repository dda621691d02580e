from __future__ import annotations

import numpy as np

from alerts.calibration import check
from gridwatch.calibration.drawing import BLANK, draw
from tests.builders import camera
from tests.builders_calibration import moved, seen

GREEN, RED = (90, 220, 60), (40, 40, 255)


def test_points_that_fit_are_green_and_others_red() -> None:
    """At their places; the picture that was given is not changed."""
    pairs = seen()
    pairs[3] = moved(pairs[3], north_m=6)
    image = np.full((360, 640, 3), 30, np.uint8)
    drawn = draw(image, pairs, check(pairs, camera()))
    assert (image == 30).all()
    for i, pair in enumerate(pairs):
        x, y = round(pair.picture[0] * 639), round(pair.picture[1] * 359)
        assert tuple(drawn[y, x]) == (RED if i == 3 else GREEN)


def test_an_arrow_leads_to_where_the_others_put_it() -> None:
    """Half-way along it is red."""
    pairs = seen()
    pairs[3] = moved(pairs[3], picture=(0.5, 0.9))
    checked = check(pairs, camera())
    drawn = draw(None, pairs, checked)
    assert drawn.shape == BLANK
    others = checked.points[3].others
    assert others is not None
    x, y = (round((a + b) / 2 * size) for a, b, size in zip((0.5, 0.9), others, (1279, 719), strict=True))
    near = drawn[y - 3 : y + 4, x - 3 : x + 4].reshape(-1, 3)
    assert (np.abs(near.astype(int) - RED).sum(axis=1) < 30).any()


def test_what_cannot_be_fitted_is_drawn_all_the_same() -> None:
    """Points alone: an administrator sees where he clicked."""
    pairs = seen(spots=((0.2, 0.6), (0.5, 0.7)))
    assert (draw(None, pairs, check(pairs, camera())) != 96).any()
