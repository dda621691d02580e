from __future__ import annotations

import numpy as np
import pytest

from core.geometry import Box
from gridwatch.opinions.crop import MIN_PX, tile_around


def box(*row: float) -> Box:
    """Build a box."""
    return Box.of(list(row))


def test_the_tile_is_a_square_around_the_box() -> None:
    """2.5 times the longer side, with the thing in the middle."""
    tile = tile_around(box(0.45, 0.45, 0.55, 0.55), width=1280, height=720, enlarge=2.5)
    assert (tile.x1 - tile.x0, tile.y1 - tile.y0) == (320, 320)
    assert tile.gain == 4
    assert tile.inside(box(0.45, 0.45, 0.55, 0.55)).centre == pytest.approx((0.5, 0.5), abs=0.01)


@pytest.mark.parametrize("row", [(0, 0, 0.1, 0.1), (0.9, 0.9, 1, 1), (0, 0.95, 0.02, 1)])
def test_at_the_edge_it_is_moved_into_the_picture(row: tuple[float, ...]) -> None:
    """No black border that a model would have to explain."""
    tile = tile_around(box(*row), width=1280, height=720, enlarge=2.5)
    assert tile.x0 >= 0
    assert tile.y0 >= 0
    assert tile.x1 <= 1280
    assert tile.y1 <= 720
    assert tile.x1 - tile.x0 == tile.y1 - tile.y0 >= MIN_PX


def test_a_thing_that_fills_the_picture_gains_nothing() -> None:
    """The tile is the picture."""
    tile = tile_around(box(0.1, 0.1, 0.9, 0.9), width=1280, height=720, enlarge=2.5)
    assert (tile.x0, tile.y0, tile.x1, tile.y1, tile.gain) == (0, 0, 1280, 720, 1)


def test_a_cut_is_what_lies_there_and_a_copy() -> None:
    """The rectangle drawn into it must not be drawn into the evidence."""
    image = np.zeros((720, 1280, 3), np.uint8)
    image[300:420, 600:700] = 200
    tile = tile_around(box(600 / 1280, 300 / 720, 700 / 1280, 420 / 720), width=1280, height=720, enlarge=2)
    cut = tile.cut(image)
    where = tile.inside(box(600 / 1280, 300 / 720, 700 / 1280, 420 / 720))
    high, wide = cut.shape[:2]
    rows = slice(round(where.y0 * high), round(where.y1 * high))
    columns = slice(round(where.x0 * wide), round(where.x1 * wide))
    assert (cut[rows, columns] == 200).all()
    cut[:] = 7
    assert image.max() == 200
