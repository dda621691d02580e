"""Materials and analytic anti-aliasing."""

import numpy as np
import pytest

from gridwatch.simulator.render.ground import GroundNoise
from gridwatch.simulator.render.materials import MATERIALS, joints, stripes

X, Y = (v.astype(np.float32) for v in np.meshgrid(np.linspace(0, 4, 80), np.linspace(0, 3, 60)))


@pytest.mark.parametrize("name", MATERIALS)
def test_a_material_paints_legal_colours(name: str):
    """Colours are finite and positive, opacity is a share."""
    colour, opacity = MATERIALS[name](GroundNoise().field(X, Y))
    assert colour.shape == (60, 80, 3)
    assert np.isfinite(colour).all()
    assert 0 <= np.min(opacity) <= np.max(opacity) <= 1


def test_lines_finer_than_a_pixel_become_their_share():
    """Far stripes do not flicker: they become an even tone."""
    place = np.linspace(0, 50, 400).astype(np.float32)
    far = stripes(place, np.full(400, 30.0, np.float32), 0.9, 0.5)
    assert far == pytest.approx(0.5)
    assert joints(place, np.full(400, 30.0, np.float32), 0.9, 0.09) == pytest.approx(0.1, abs=0.01)
    assert set(np.round(stripes(place, np.full(400, 1e-4, np.float32), 10.0, 0.5), 3)) <= {0.0, 1.0}
