"""Buildings in the picture."""

from dataclasses import replace

import numpy as np
import pytest

from gridwatch.simulator.render.light import DAY
from gridwatch.simulator.render.walls import paint_wall, wall_depth
from gridwatch.simulator.scenery import Wall
from tests.builders_render import pinhole, place

WALL = Wall(a=(-50, 30), b=(50, 30), height=12, style="flats", seed=1)


def test_depth_is_the_distance_along_the_line_of_sight():
    """A wall across the view, 30 m ahead of a level camera."""
    here = replace(place(), walls=(WALL,))
    depth = wall_depth(pinhole(tilt=0.0), here)
    assert depth[89, 160] == pytest.approx(30.0, rel=1e-3)
    assert np.isinf(depth[0, 160]) == (5 + 30 * 0.5625 * np.tan(np.radians(30)) > 12)
    assert np.isinf(depth[179, 160])


def test_painting_goes_with_depth():
    """Painted pixels are those with a depth; a farther wall does not paint over a nearer one."""
    camera, here = pinhole(tilt=0.0), place()
    picture = np.zeros((180, 320, 3), np.float32)
    depth = np.full((180, 320), np.inf, np.float32)
    paint_wall(picture, depth, camera.rays(), camera, here, WALL, DAY)
    assert ((picture.sum(2) > 0) == np.isfinite(depth)).all()
    before = picture.copy()
    paint_wall(
        picture, depth, camera.rays(), camera, here, replace(WALL, a=(-50, 60), b=(50, 60), height=5), DAY
    )
    assert (picture == before).all()


def test_a_wall_behind_is_not_seen():
    """Nor one seen edge-on."""
    camera = pinhole()
    for wall in (replace(WALL, a=(-5, -9), b=(5, -9)), replace(WALL, a=(0, 5), b=(0, 30))):
        assert np.isinf(wall_depth(camera, replace(place(), walls=(wall,)))).all()
