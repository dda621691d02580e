"""Street furniture."""

import numpy as np
import pytest

from gridwatch.simulator.render.figures.furniture import KINDS, furniture


@pytest.mark.parametrize("kind", [*KINDS, "bin"])
@pytest.mark.parametrize("seed", [1, 2])
def test_it_stands_on_the_ground(kind: str, seed: int):
    """Feet at z = 0, finite, the same for the same seed."""
    points = furniture(kind, seed).vertices
    assert np.isfinite(points).all()
    assert points[:, 2].min() == pytest.approx(0.0, abs=0.05)
    assert (points == furniture(kind, seed).vertices).all()


def test_an_overflowing_bin_is_higher():
    """Bags stand out of it."""
    assert furniture("bin", 3, 2.0).vertices[:, 2].max() > furniture("bin", 3).vertices[:, 2].max()
