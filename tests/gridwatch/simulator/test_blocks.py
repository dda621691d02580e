"""Parts of places."""

import random
from itertools import pairwise

from gridwatch.simulator.blocks import (
    FAR,
    NEAR,
    ROAD_HALF,
    carriageway,
    ends,
    pavement,
    row_of_buildings,
    trees,
)


def test_a_carriageway_is_as_wide_as_a_street():
    """Its asphalt comes first and spans the whole length; everything painted lies on it or on its kerbs."""
    parts = carriageway(random.Random(1), ROAD_HALF)
    assert parts[0].corners == ((-ROAD_HALF, NEAR), (ROAD_HALF, NEAR), (ROAD_HALF, FAR), (-ROAD_HALF, FAR))
    assert all(abs(x) <= ROAD_HALF + 1.7 for part in parts for x, _ in part.corners)


def test_a_pavement_has_a_tactile_strip():
    """In its middle."""
    assert [part.material for part in pavement(5.0, 9.0)] == ["paving", "tactile"]


def test_buildings_stand_beside_the_street_and_across_its_ends():
    """No face comes nearer than the given line; both ends are closed."""
    assert all(min(w.a[0], w.b[0]) >= 9.0 for w in row_of_buildings(random.Random(2), 9.0, 1, 0.0, 60.0))
    assert {w.a[1] < 0 for w in ends(random.Random(1))} == {True, False}


def test_trees_keep_their_distance():
    """Neighbours stand at least 0.8 steps apart."""
    ys = [prop.y for prop in trees(random.Random(3), 5.0, 0.0, 60.0, 8.0)]
    assert min(b - a for a, b in pairwise(ys)) > 0.8 * 8.0
