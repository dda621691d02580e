"""Random things for training pictures."""

import math
import random

from gridwatch.simulator.scatter import LOOKALIKES, scatter
from tests.builders_render import eye, place


def test_things_stand_in_front_of_the_camera_and_not_in_each_other():
    """Within sixty metres; vehicles keep a length apart from everything put there singly."""
    here = place("street")
    camera = eye(here, spot=(0.0, 0.0, 6.0))
    for seed in range(20):
        things = scatter(here, camera, random.Random(seed))
        assert all(math.hypot(t.x - camera.x, t.y - camera.y) < 60 for t in things)
        cars = [t for t in things if t.id[0] == "v"]
        single = [t for t in things if t.id[0] in "vhblp"]
        assert all(math.hypot(a.x - b.x, a.y - b.y) > 2.9 for a in cars for b in single if a is not b)


def test_hard_negatives_occur():
    """Over many pictures there are heaps, pictures without any, and lookalikes."""
    here = place("plaza")
    kinds = [{t.kind for t in scatter(here, eye(here), random.Random(seed))} for seed in range(60)]
    without = [k for k in kinds if not k & {"rubble", "mixed", "bags"}]
    assert 5 < len(without) < 40
    assert any(k & set(LOOKALIKES) for k in without)


def test_umbrellas_only_in_the_rain():
    """Nobody opens one in the sun."""
    here = place("plaza")
    dry = [t for seed in range(20) for t in scatter(here, eye(here), random.Random(seed))]
    wet = [t for seed in range(20) for t in scatter(here, eye(here), random.Random(seed), rain=True)]
    assert not any(t.role == "umbrella" for t in dry)
    assert any(t.role == "umbrella" for t in wet)
