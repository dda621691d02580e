"""Shapes to pixels."""

import numpy as np
import pytest

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.light import DAY
from gridwatch.simulator.render.raster import blend, draw
from tests.builders_render import pinhole


def cube(x: float, y: float, colour: tuple[float, float, float] = (40, 80, 160)):
    """A cube of one metre on the ground."""
    builder = Builder()
    builder.box((0, 0, 0.5), (1, 1, 1), colour)
    return builder.mesh().placed(x, y, 0, 0)


def test_a_sprite_lies_where_the_corners_project():
    """Its extent is the box around the projected corners."""
    camera, shape = pinhole(), cube(1.0, 12.0)
    sprite = draw(shape, camera, DAY)
    assert sprite is not None
    pixels, _ = camera.project(shape.vertices)
    assert sprite.extent == pytest.approx((*pixels.min(0), *pixels.max(0)))
    ys, xs = np.nonzero(sprite.alpha > 127)
    assert xs.min() + sprite.left == pytest.approx(sprite.extent[0], abs=1.2)
    assert ys.max() + 1 + sprite.top == pytest.approx(sprite.extent[3], abs=1.2)


def test_behind_the_camera_there_is_nothing():
    """Nor beside the picture."""
    assert draw(cube(0, -10), pinhole(), DAY) is None
    assert draw(cube(60, 10), pinhole(), DAY) is None


def test_an_outline_equals_the_painted_shape():
    """The same pixels are covered with and without light."""
    painted, outline = draw(cube(0, 10), pinhole(), DAY), draw(cube(0, 10), pinhole(), None)
    assert painted is not None
    assert outline is not None
    assert np.abs(painted.alpha.astype(int) - outline.alpha.astype(int)).max() <= 2
    with pytest.raises(ValueError, match="outline"):
        blend(np.zeros((180, 320, 3), np.uint8), outline)


def test_blending_covers_but_not_what_stands_in_front():
    """A hidden half leaves the picture as it was."""
    sprite = draw(cube(0, 10), pinhole(), DAY)
    assert sprite is not None
    picture = np.full((180, 320, 3), 200, np.uint8)
    hidden = np.zeros(sprite.alpha.shape, np.uint8)
    hidden[:, : hidden.shape[1] // 2] = 255
    blend(picture, sprite, hidden=hidden)
    part = picture[sprite.window]
    assert (part[:, : hidden.shape[1] // 2] == 200).all()
    assert (part[:, hidden.shape[1] // 2 :] != 200).any()


def test_haze_pulls_towards_its_colour():
    """A far thing is nearer to the haze than a near one."""
    sprite = draw(cube(0, 10, (0, 0, 0)), pinhole(), DAY)
    assert sprite is not None
    means = []
    for haze in (0.0, 0.5):
        picture = np.zeros((180, 320, 3), np.uint8)
        blend(picture, sprite, haze=haze, haze_colour=(200, 200, 200))
        means.append(picture[sprite.window][sprite.alpha == 255].mean())
    assert means[1] > means[0] + 60
