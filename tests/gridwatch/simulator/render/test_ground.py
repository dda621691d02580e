"""The ground: coverage and noise."""

import numpy as np
import pytest

from gridwatch.simulator.render.ground import GroundNoise, coverage, paint_ground
from gridwatch.simulator.scenery import Surface, rectangle
from tests.builders_render import place

X, Y = (v.astype(np.float32) for v in np.meshgrid(np.linspace(-5, 5, 101), np.linspace(0, 8, 81)))


def test_coverage_is_the_area():
    """A rectangle of 4 x 2 m covers its share, edges included, whichever way its corners run."""
    field = GroundNoise().field(X, Y)
    for corners in (rectangle(-2, 3, 2, 5), tuple(reversed(rectangle(-2, 3, 2, 5)))):
        share = coverage(Surface(material="paint", corners=corners), field)
        assert share.sum() * 0.1 * 0.1 == pytest.approx(8.0, rel=0.03)


def test_noise_fades_where_it_is_finer_than_a_pixel():
    """The same ground seen coarsely is smoother."""
    near, far = GroundNoise().field(X * 0.1, Y * 0.1), GroundNoise().field(X * 10, Y * 10)
    assert far.fine.std() < 0.1 * near.fine.std()


def test_later_surfaces_lie_on_top():
    """The road of a street is darker than its pavement."""
    picture = paint_ground(place("street"), GroundNoise().field(X * 1.8, Y))
    assert picture[:, 45:55].mean() < picture[:, :6].mean()
