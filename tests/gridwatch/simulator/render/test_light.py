"""Light as numbers."""

import numpy as np
import pytest

from gridwatch.simulator.render.light import DAY, LIGHTS


def test_what_faces_the_sun_is_brighter():
    """A face towards the sun gets more than one away from it, and up more than down."""
    toward = DAY.towards_sun[None, :]
    assert DAY.shade(toward).sum() > DAY.shade(-toward).sum()
    assert np.linalg.norm(toward) == pytest.approx(1.0)


@pytest.mark.parametrize("name", LIGHTS)
def test_every_light_knows_its_name_and_casts_a_bounded_shadow(name: str):
    """Shadows are never black."""
    assert LIGHTS[name].name == name
    assert 0 <= LIGHTS[name].shadow <= 0.62


def test_night_has_no_shadows_but_lamps():
    """No sun, lamps on."""
    assert LIGHTS["night"].shadow == 0
    assert LIGHTS["night"].lamps == 1
