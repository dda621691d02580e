"""Faces of buildings."""

import pytest

from gridwatch.simulator.render.facade import STYLES, facade
from gridwatch.simulator.scenery import Wall


@pytest.mark.parametrize("style", STYLES)
def test_a_facade_has_its_size_and_some_detail(style: str):
    """Pixels by metres; not one flat colour; the same again for the same seed."""
    wall = Wall(a=(0, 0), b=(12, 0), height=9, style=style, seed=4)
    picture = facade(wall, 12.0, 20.0)
    assert picture.shape == (180, 240, 3)
    assert picture.std() > 5
    assert (picture == facade(wall, 12.0, 20.0)).all()


def test_windows_are_lit_at_night():
    """Lamps brighten a wall."""
    wall = Wall(a=(0, 0), b=(12, 0), height=12, style="office", seed=4)
    assert facade(wall, 12.0, 10.0, lamps=1.0).mean() > facade(wall, 12.0, 10.0).mean()
