"""Templates of places."""

import pytest

from gridwatch.simulator.places import AREAS, KINDS, scene
from gridwatch.simulator.render.facade import STYLES
from gridwatch.simulator.render.figures.furniture import KINDS as FURNITURE
from gridwatch.simulator.render.materials import MATERIALS


@pytest.mark.parametrize("kind", KINDS)
def test_everything_a_template_names_can_be_drawn(kind: str):
    """Materials, wall styles and things are known to the renderer."""
    here = scene(kind, "s", 0.0, 0.0, 0.0, 5)
    assert {here.base, *(s.material for s in here.surfaces)} <= set(MATERIALS)
    assert {w.style for w in here.walls} <= set(STYLES)
    assert {p.kind for p in here.props} <= {*FURNITURE, "tree", "hedge"}
    assert here.areas == AREAS[kind]


def test_the_seed_decides():
    """The same seed gives the same place, another one another."""
    assert scene("street", "s", 0, 0, 0, 5) == scene("street", "s", 0, 0, 0, 5)
    assert scene("street", "s", 0, 0, 0, 5) != scene("street", "s", 0, 0, 0, 6)
