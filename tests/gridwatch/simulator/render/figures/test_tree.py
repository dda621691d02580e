"""Trees."""

import pytest

from gridwatch.simulator.render.figures.tree import tree


def test_a_tree_is_higher_than_a_person_and_walkable_beneath():
    """The crown begins above head height."""
    mesh = tree("tree", 2)
    assert 4.5 < mesh.vertices[:, 2].max() < 9
    assert mesh.vertices[:, 2].min() == pytest.approx(0.0, abs=0.05)


def test_a_hedge_is_low_and_long():
    """Three metres along y, about a metre high."""
    points = tree("hedge", 2).vertices
    assert points[:, 2].max() < 1.2
    assert 2.8 < points[:, 1].max() - points[:, 1].min() < 3.6
