"""Vehicles: of the size of their kind, on their wheels, facing forward."""

import numpy as np
import pytest

from gridwatch.simulator.render.figures.vehicle import vehicle

SIZES = {"car": (3.9, 5.1, 1.3, 1.6), "suv": (4.2, 5.0, 1.5, 1.85), "van": (4.2, 5.4, 1.7, 2.3),
         "truck": (5.3, 7.9, 1.8, 3.1), "bus": (8.8, 11.8, 2.9, 3.3)}  # fmt: skip


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sizes_are_real(kind: str, seed: int):
    """Length along y and height along z lie in the range of the kind; the wheels touch the ground."""
    points = vehicle(kind, seed).vertices
    shortest, longest, low, high = SIZES[kind]
    assert shortest < np.ptp(points[:, 1]) < longest
    assert low < points[:, 2].max() < high
    assert points[:, 2].min() == pytest.approx(0.0, abs=0.06)


def test_vehicles_are_symmetric():
    """Left and right are the same."""
    points = vehicle("car", 5).vertices
    assert points[:, 0].max() == pytest.approx(-points[:, 0].min(), abs=1e-3)
