"""Shadows on the ground."""

import numpy as np

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.light import LIGHTS
from gridwatch.simulator.render.shadow import lay, shade_of
from tests.builders_render import pinhole


def post():
    """A post of 2 m, 10 m ahead."""
    builder = Builder()
    builder.box((0, 0, 1), (0.4, 0.4, 2), (90, 90, 90))
    return builder.mesh().placed(0, 10, 0, 0)


def throw(picture: np.ndarray, light: str, cover: np.ndarray | None = None) -> None:
    """Lay the post's shadow."""
    shade = shade_of(post(), pinhole(), LIGHTS[light])
    assert shade is not None
    lay(picture, shade, cover)


def test_the_sun_throws_it_away_from_itself():
    """The afternoon sun of the south-west throws the shadow to the right."""
    picture = np.full((180, 320, 3), 200, np.uint8)
    throw(picture, "day")
    dark = np.nonzero(picture[:, :, 0] < 180)[1]
    assert dark.mean() > 160 + 4


def test_without_sun_only_the_foot_is_dark():
    """An overcast sky leaves a small soft spot."""
    sunny, dull = (np.full((180, 320, 3), 200, np.uint8) for _ in range(2))
    throw(sunny, "day")
    throw(dull, "overcast")
    assert 0 < (dull < 190).sum() < (sunny < 190).sum()


def test_no_shadow_on_what_stands_there():
    """Covered pixels stay as they are."""
    picture = np.full((180, 320, 3), 200, np.uint8)
    throw(picture, "day", np.full((180, 320), 255, np.uint8))
    assert (picture == 200).all()
