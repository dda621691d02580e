"""Joints: limbs keep their length."""

import random

import numpy as np
import pytest

from gridwatch.simulator.render.figures.posture import pose_of
from gridwatch.simulator.render.figures.wardrobe import outfit


@pytest.mark.parametrize("posture", ["walk", "stand", "ride", "scoot"])
def test_limbs_keep_their_length(posture: str):
    """Thighs are 0.245 of the height in every posture and phase."""
    look = outfit(4)
    for cycle in np.linspace(0, 6, 7):
        pose = pose_of(look, posture, float(cycle), random.Random(1))
        for hip, knee in zip(pose.hips, pose.knees, strict=True):
            assert np.linalg.norm(knee - hip) == pytest.approx(0.245 * look.height_m, rel=0.02)


def test_a_walker_has_one_foot_on_the_ground():
    """The lower ankle is an ankle's height above it."""
    pose = pose_of(outfit(4), "walk", 1.0, random.Random(1))
    assert min(a[2] for a in pose.ankles) == pytest.approx(0.04 * pose.h)
