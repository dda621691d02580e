from __future__ import annotations

import pytest

from core.geometry import Box
from detectors.rules.place import drifted, hides, likeness, part_of, swallows

HEAP = Box(x0=0.4, y0=0.4, x1=0.6, y1=0.6)


def still(box: Box) -> float:
    """Return how like the heap a box is, for still things."""
    return likeness(HEAP, box, movable=False, same_place_iou=0.3)


def parked(box: Box) -> float:
    """Return how like the heap a box is, for vehicles."""
    return likeness(HEAP, box, movable=True, same_place_iou=0.3)


def test_overlap_is_the_surest_sign() -> None:
    """The same box is surer than a shifted one, and a far one is none."""
    assert still(HEAP) > still(Box(x0=0.45, y0=0.4, x1=0.65, y1=0.6)) > 0
    assert still(Box(x0=0.7, y0=0.4, x1=0.9, y1=0.6)) == 0


def test_a_heap_that_grew_is_the_same_heap() -> None:
    """Grown to five times its size around the same place; not to fifty times."""
    assert still(Box(x0=0.3, y0=0.3, x1=0.75, y1=0.75)) > 0
    assert still(Box(x0=0, y0=0, x1=1, y1=1)) == 0


def test_small_boxes_may_jitter_by_a_third() -> None:
    """A box of 8 pixels moved by 3 both ways overlaps little, and is still the same."""
    small = Box(x0=0.500, y0=0.5, x1=0.508, y1=0.508)
    moved = Box(x0=0.5027, y0=0.5027, x1=0.5107, y1=0.5107)
    assert small.iou(moved) < 0.3
    assert likeness(small, moved, movable=False, same_place_iou=0.3) > 0


def test_a_vehicle_half_a_length_on_is_another() -> None:
    """The next car in the queue stops half a length further: not the same vehicle."""
    assert parked(Box(x0=0.41, y0=0.4, x1=0.61, y1=0.6)) > 0
    assert parked(Box(x0=0.5, y0=0.4, x1=0.7, y1=0.6)) == 0
    assert parked(Box(x0=0.35, y0=0.35, x1=0.65, y1=0.65)) == 0  # a lorry where a car stood


def test_empty_boxes_are_like_nothing() -> None:
    """A box without area matches nothing and divides by nothing."""
    point = Box(x0=0.5, y0=0.5, x1=0.5, y1=0.5)
    assert likeness(point, point, movable=False, same_place_iou=0.3) == 0
    assert not part_of(HEAP, point)
    assert hides(HEAP, point) == 0


def test_parts_and_wholes() -> None:
    """A fragment is part of its heap; a box around two heaps swallows each, the picture's box does not."""
    fragment = Box(x0=0.45, y0=0.45, x1=0.5, y1=0.5)
    assert part_of(HEAP, fragment)
    assert not part_of(fragment, HEAP)
    assert swallows(Box(x0=0.4, y0=0.4, x1=0.9, y1=0.6), HEAP)
    assert not swallows(Box(x0=0, y0=0, x1=1, y1=1), HEAP)


def test_only_what_stands_in_front_hides() -> None:
    """A person before the heap hides half of it; one behind it hides nothing."""
    assert hides(Box(x0=0.4, y0=0.2, x1=0.5, y1=0.7), HEAP) == 0.5
    assert hides(Box(x0=0.4, y0=0.1, x1=0.5, y1=0.45), HEAP) == 0


def test_drift_goes_part_of_the_way() -> None:
    """A fifth of the way from one box to the other."""
    assert drifted(HEAP, Box(x0=0.5, y0=0.5, x1=0.7, y1=0.7), 0.2).x0 == pytest.approx(0.42)
