"""Heaps and their lookalikes."""

import numpy as np
import pytest

from gridwatch.simulator.render.figures.heap import heap


@pytest.mark.parametrize("kind", ["rubble", "bags", "mixed", "leaves", "net"])
def test_a_heap_lies_on_the_ground(kind: str):
    """Nothing is under the ground; it is wider than high."""
    points = heap(kind, 4).vertices
    assert points[:, 2].min() >= -0.01
    assert np.ptp(points[:, 0]) > points[:, 2].max()


def test_it_grows():
    """A tenth of the volume is smaller than the whole."""
    small, whole = heap("rubble", 4, 0.1), heap("rubble", 4, 1.0)
    assert np.ptp(small.vertices[:, 0]) < 0.75 * np.ptp(whole.vertices[:, 0])
    assert len(small.faces) < len(whole.faces)
