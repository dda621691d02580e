"""Two and three wheels."""

import numpy as np
import pytest

from gridwatch.simulator.render.figures.cycle import cycle


@pytest.mark.parametrize(
    ("kind", "low", "high"), [("bicycle", 1.5, 2.0), ("scooter", 1.5, 2.1), ("tricycle", 2.4, 3.1)]
)
def test_sizes_are_real(kind: str, low: float, high: float):
    """Length along y; wheels on the ground."""
    points = cycle(kind, 3).vertices
    assert low < np.ptp(points[:, 1]) < high
    assert points[:, 2].min() == pytest.approx(0.0, abs=0.06)
