"""Persons: of human size, with feet on the ground."""

import numpy as np
import pytest

from gridwatch.simulator.render.figures.person import PHASES, person
from gridwatch.simulator.tracks import PHASES as SCRIPTED


@pytest.mark.parametrize("seed", range(6))
def test_a_walker_stands_on_the_ground_in_every_phase(seed: int):
    """The lowest point is near z = 0 and the height human, whatever the step."""
    for phase in range(0, PHASES, 3):
        body = person(seed, phase=phase)
        z = body.vertices[: body.body, 2]
        assert -0.06 < z.min() < 0.06
        assert 1.0 < z.max() < 2.1


def test_legs_swing_in_opposition():
    """Half a cycle later the step is mirrored: the feet's spread is the same."""
    a, b = person(1, phase=4), person(1, phase=4 + PHASES // 2)
    assert np.ptp(a.vertices[:, 1]) == pytest.approx(np.ptp(b.vertices[:, 1]), abs=0.12)


def test_seated_persons_are_lower_and_roles_are_dressed():
    """On a scooter the head is lower; a worker has a helmet, an umbrella does not count for the box."""
    assert person(2, posture="scoot").vertices[:, 2].max() < person(2, posture="stand").vertices[:, 2].max()
    shaded = person(2, role="umbrella")
    assert shaded.body < len(shaded.vertices)


def test_coarse_persons_have_fewer_faces_and_the_same_size():
    """Who is far away costs less."""
    fine, coarse = person(3), person(3, coarse=True)
    assert len(coarse.faces) < 0.85 * len(fine.faces)
    assert coarse.vertices[:, 2].max() == pytest.approx(fine.vertices[:, 2].max(), abs=0.03)


def test_scripts_and_figures_agree_on_the_cycle():
    """The tracks count the same number of steps."""
    assert PHASES == SCRIPTED
