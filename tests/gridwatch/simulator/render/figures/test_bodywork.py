"""Wheels and plates."""

import pytest

from gridwatch.simulator.render.builder import Builder
from gridwatch.simulator.render.figures.bodywork import panel, wheel


def test_a_wheel_stands_on_the_ground():
    """Its lowest point is z = 0 and its face looks outwards."""
    builder = Builder()
    wheel(builder, 0.9, 1.0, 0.33, 1)
    mesh = builder.mesh()
    assert mesh.vertices[:, 2].min() == pytest.approx(0.0, abs=0.03)
    assert mesh.normals[mesh.bias > 0, 0] == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("facing", [-1, 1])
def test_a_panel_faces_forward_or_back(facing: int):
    """The normal's y is the facing."""
    builder = Builder()
    panel(builder, (0, 2, 1), (0.4, 0.2), facing, (1, 2, 3))
    assert builder.mesh().normals[0, 1] == pytest.approx(facing)
