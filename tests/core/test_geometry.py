"""Boxes and polygons in relative coordinates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point as ShapelyPoint
from shapely import Polygon

from core.geometry import Box, crosses_itself, half_plane, inside, iou_matrix, polygon_area

share = st.floats(0, 1, width=32)
corner = st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.integers(0, 20).map(lambda n: n / 20))
SQUARE = [(0.0, 0.0), (0.5, 0.0), (0.5, 0.5), (0.0, 0.5)]


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """Any box."""
    (x0, x1), (y0, y1) = sorted((draw(share), draw(share))), sorted((draw(share), draw(share)))
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def test_a_box_knows_its_parts() -> None:
    """Foot, centre, area, row."""
    box = Box(x0=0.2, y0=0.4, x1=0.6, y1=0.8)
    assert box.foot == pytest.approx((0.4, 0.8))
    assert box.centre == pytest.approx((0.4, 0.6))
    assert box.area == pytest.approx(0.16)
    assert box.row == (0.2, 0.4, 0.6, 0.8)


def test_what_is_no_box() -> None:
    """Pixels, or corners in the wrong order; `of` clips what a detector gives."""
    with pytest.raises(ValueError, match="not a relative box"):
        Box(x0=0, y0=0, x1=640, y1=480)
    with pytest.raises(ValueError, match="not a relative box"):
        Box(x0=0.5, y0=0, x1=0.4, y1=1)
    assert Box.of([-0.1, 0.2, 1.1, 0.1]).row == (0.0, 0.2, 1.0, 0.2)


@given(boxes(), boxes())
def test_iou_is_a_share_and_symmetric(a: Box, b: Box) -> None:
    """0..1, the same both ways, and the same as by the matrix."""
    one = a.iou(b)
    assert 0.0 <= one <= 1.0 + 1e-9
    assert one == pytest.approx(b.iou(a))
    if min(a.area, b.area) > 1e-4:
        matrix = iou_matrix(np.array([a.row], np.float32), np.array([b.row], np.float32))
        assert matrix.shape == (1, 1)
        assert float(matrix[0, 0]) == pytest.approx(one, abs=1e-3)


def test_iou_of_nothing_is_nothing() -> None:
    """Empty boxes and empty matrices divide by nothing."""
    empty = Box(x0=0.5, y0=0.5, x1=0.5, y1=0.5)
    assert empty.iou(empty) == 0.0
    none = np.zeros((0, 4), np.float32)
    assert iou_matrix(none, none).shape == (0, 0)
    assert iou_matrix(np.zeros((1, 4), np.float32), np.zeros((2, 4), np.float32)).tolist() == [[0.0, 0.0]]


@given(st.lists(corner, min_size=3, max_size=7, unique=True), st.tuples(share, share))
def test_inside_agrees_with_shapely(polygon: list[tuple[float, float]], point: tuple[float, float]) -> None:
    """For simple polygons and points off their edges."""
    shape = Polygon(polygon)
    if not shape.is_valid or shape.boundary.distance(ShapelyPoint(point)) < 1e-6:
        return
    assert bool(inside(np.array([point], np.float64), polygon)[0]) == shape.contains(ShapelyPoint(point))


def test_a_shared_edge_belongs_to_one_zone() -> None:
    """Left and upper edges are inside, right and lower are not: never both, never neither."""
    right = [(x + 0.5, y) for x, y in SQUARE]
    on_the_edge = np.array([(0.5, 0.25)])
    assert not inside(on_the_edge, SQUARE)[0]
    assert inside(on_the_edge, right)[0]


def test_a_part_is_shared_whole_whatever_its_size() -> None:
    """A heap that is one box to one model and two to another; an empty box shares nothing."""
    whole, part = Box(x0=0.2, y0=0.2, x1=0.6, y1=0.6), Box(x0=0.5, y0=0.2, x1=0.7, y1=0.4)
    assert whole.overlap(part) == part.overlap(whole) == pytest.approx(0.5)
    assert whole.overlap(whole) == pytest.approx(1.0)
    assert whole.overlap(Box(x0=0.3, y0=0.3, x1=0.3, y1=0.5)) == 0.0
    assert part.overlap(Box(x0=0.8, y0=0.5, x1=0.9, y1=0.6)) == 0.0


def test_area_and_crossing() -> None:
    """The shoelace, whichever way round; a bow tie crosses itself, a square does not."""
    assert polygon_area(SQUARE) == pytest.approx(0.25)
    assert polygon_area(SQUARE[::-1]) == pytest.approx(0.25)
    assert not crosses_itself(SQUARE)
    assert crosses_itself([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]])


def test_half_of_a_square_and_of_a_cube_s_face() -> None:
    """Cut in two dimensions and in three; all or nothing is left where the line passes by."""
    half = half_plane(SQUARE, lambda p: 0.25 - p[0])
    assert polygon_area([(p[0], p[1]) for p in half]) == pytest.approx(0.125)
    face = [(x, y, 1.0) for x, y in SQUARE]
    assert {p[2] for p in half_plane(face, lambda p: p[1] - 0.4)} == {1.0}
    assert half_plane(SQUARE, lambda p: 1 - p[0]) == SQUARE
    assert half_plane(SQUARE, lambda p: p[0] - 1) == []
