"""Pasted heaps: cut along their outline, of the size that the perspective gives, never over what is labelled."""

from __future__ import annotations

import json
import random
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.frame import Image
from gridwatch.workbench.model.heaps import Cut, Perspective, cut, lay, paste, pile, read_pieces
from gridwatch.workbench.model.labels import BadDataSet, Label

WASTE = 6


def street() -> Image:
    """A flat grey picture."""
    return np.full((480, 640, 3), 130, np.uint8)


def pieces() -> tuple[Cut, ...]:
    """A red and a yellow square."""
    return tuple(
        np.dstack([np.full((40, 40, 3), colour, np.uint8), np.full((40, 40), 255, np.uint8)])
        for colour in ((30, 30, 200), (40, 200, 200))
    )


def test_a_piece_has_its_polygons_outline() -> None:
    """Inside it is the picture, outside nothing."""
    image = street()
    image[100:200, 100:200] = (0, 0, 255)
    piece = cut(image, np.array([[100.0, 100.0], [199.0, 100.0], [100.0, 199.0]]))
    assert piece.shape[2] == 4
    assert tuple(piece[10, 10]) == (0, 0, 255, 255)
    assert piece[90, 90, 3] == 0


def test_things_grow_with_the_distance_below_the_horizon() -> None:
    """A metre at a foot row 160 px under the horizon of a camera 1.6 m up is 100 px; at the horizon nothing."""
    view = Perspective(horizon=200, eye_m=1.6)
    assert view.pixels_per_m(360) == pytest.approx(100)
    assert view.pixels_per_m(200) == 0
    assert view.pixels_per_m(100) == 0


def test_a_pile_is_cropped_to_what_is_there() -> None:
    """No empty row or column is left: its box is the heap's."""
    heap = pile(pieces(), random.Random(1), width=120)
    solid = heap[:, :, 3] > 0
    assert solid[0].any()
    assert solid[-1].any()
    assert solid[:, 0].any()
    assert solid[:, -1].any()
    assert heap.shape[1] > heap.shape[0]


def test_the_heap_is_where_its_label_says() -> None:
    """Pixels change within the label and its shadow only, and the given picture stays as it was."""
    image = street()
    view = Perspective(horizon=160, eye_m=2.0)
    pasted = paste(image, [], pieces(), random.Random(3), waste=WASTE, perspective=view)
    assert pasted is not None
    made, label = pasted
    assert label.name == WASTE
    assert (image == 130).all()
    changed = np.abs(made.astype(int) - 130).max(axis=2) > 45
    ys, xs = np.nonzero(changed)
    x0, y0, x1, y1 = (label.box[0] * 640, label.box[1] * 480, label.box[2] * 640, label.box[3] * 480)
    assert x0 - 12 <= xs.min() <= x0 + 25
    assert x1 - 25 <= xs.max() <= x1 + 12
    assert y0 - 12 <= ys.min() <= y0 + 25
    foot = y1
    assert 0.3 * view.pixels_per_m(foot) <= y1 - y0 <= 1.7 * view.pixels_per_m(foot)


def test_what_is_labelled_stays_visible() -> None:
    """A picture full of somebody has no room for a heap."""
    everywhere = Label(name=0, box=(0.0, 0.4, 1.0, 1.0))
    assert paste(street(), [everywhere], pieces(), random.Random(0), waste=WASTE) is None


def test_the_same_seed_makes_the_same_picture() -> None:
    """A training set can be built again."""
    one, two = (paste(street(), [], pieces(), random.Random(9), waste=WASTE) for _ in range(2))
    assert one is not None
    assert two is not None
    assert (one[0] == two[0]).all()
    assert one[1] == two[1]


def test_a_piece_over_the_edge_is_cut() -> None:
    """Nothing is drawn outside, and nothing breaks."""
    canvas = street()
    lay(canvas, pieces()[0], -20, -20)
    lay(canvas, pieces()[0], 2000, 0)
    assert tuple(canvas[5, 5]) == (30, 30, 200)
    assert tuple(canvas[30, 30]) == (130, 130, 130)


def test_the_shared_sprites_are_cut_out(shared_data: Path) -> None:
    """All ten pieces of the two pictures."""
    assert len(read_pieces(shared_data / "images" / "cdw_sprites")) == 10


def test_a_folder_without_pieces_is_told(tmp_path: Path) -> None:
    """Nothing there, or a polygon that is a line: a sentence with the path."""
    with pytest.raises(BadDataSet, match="holds no labelme file"):
        read_pieces(tmp_path)
    cv2.imwrite(str(tmp_path / "a.png"), street())
    (tmp_path / "a.json").write_text(json.dumps({"shapes": [{"points": [[0, 0], [5, 5]]}]}))
    with pytest.raises(BadDataSet, match=r"a\.json: shape 0"):
        read_pieces(tmp_path)
