"""Shapes: normals, placing."""

import numpy as np
import pytest

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.mesh import cross


def test_a_heading_turns_clockwise_from_north():
    """What points forward points east after a heading of 90 degrees."""
    builder = Builder()
    builder.box((0, 2, 0.5), (1, 1, 1), (10, 20, 30))
    placed = builder.mesh().placed(100.0, 50.0, 0.0, 90.0)
    assert placed.vertices.mean(0) == pytest.approx((102.0, 50.0, 0.5), abs=1e-4)


def test_normals_turn_with_the_shape():
    """Normals stay unit vectors that look away from the middle."""
    builder = Builder()
    builder.box((0, 0, 0), (1, 2, 3), (10, 20, 30))
    placed = builder.mesh().placed(0, 0, 0, 37.0)
    assert np.linalg.norm(placed.normals, axis=1) == pytest.approx(1.0)
    assert (np.einsum("ij,ij->i", placed.normals, placed.middles) > 0).all()


def test_cross_is_the_cross_product():
    """The fast one equals numpy's."""
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 9, 3)).astype(np.float32)
    assert cross(a, b) == pytest.approx(np.cross(a, b), abs=1e-6)
