from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.camera import WHOLE_PICTURE, Zone
from core.geometry import Box, inside
from detectors.zones import covered_share, in_zone
from tests.builders import detections

LEFT = Zone(id="left", kind="any", polygon=((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
HOOK = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.6, 0.9), (0.6, 0.4), (0.1, 0.4))  # an L, not convex


def test_foot_centre_and_overlap_differ() -> None:
    """A lamp post leaning out of the zone: its foot is in, its middle is not, a quarter of it is."""
    tall = detections(("person", [0.3, 0.0, 0.6, 0.4], 0.9), ("person", [0.48, 0.0, 0.64, 0.4], 0.9))
    assert in_zone(tall, LEFT, "foot").tolist() == [True, False]
    assert in_zone(tall, LEFT, "centre").tolist() == [True, False]
    assert in_zone(tall, LEFT, "overlap").tolist() == [True, False]
    assert in_zone(tall, LEFT, "overlap", share=0.1).tolist() == [True, True]


def test_feet_on_the_edge_of_the_picture_are_in_it() -> None:
    """A person cut off by the lower edge, and one by the right edge, stand in the whole picture."""
    cut = detections(("person", [0.2, 0.5, 0.3, 1.0], 0.9), ("person", [1.0, 0.5, 1.0, 1.0], 0.9))
    assert in_zone(cut, WHOLE_PICTURE).tolist() == [True, True]


def test_no_boxes() -> None:
    """Nothing seen is nothing in the zone."""
    assert in_zone(detections(), LEFT).shape == (0,)


def test_share_of_a_hook() -> None:
    """Half of the box lies in the long arm of an L."""
    assert covered_share(Box(x0=0.2, y0=0.3, x1=0.4, y1=0.5), HOOK) == pytest.approx(0.5)
    assert covered_share(Box(x0=0.2, y0=0.5, x1=0.4, y1=0.8), HOOK) == 0
    assert covered_share(Box(x0=0.2, y0=0.2, x1=0.2, y1=0.3), HOOK) == 0


@given(st.integers(0, 700), st.integers(0, 700), st.integers(50, 300))
def test_share_agrees_with_counting_points(left: int, top: int, size: int) -> None:
    """The exact share is what a fine raster of points finds, also in a polygon that is not convex."""
    corner, side = (left / 1000, top / 1000), size / 1000
    box = Box(x0=corner[0], y0=corner[1], x1=corner[0] + side, y1=corner[1] + side)
    ticks = (np.arange(60) + 0.5) / 60 * side
    points = np.stack(np.meshgrid(corner[0] + ticks, corner[1] + ticks), axis=-1).reshape(-1, 2)
    assert covered_share(box, HOOK) == pytest.approx(float(inside(points, HOOK).mean()), abs=0.04)
