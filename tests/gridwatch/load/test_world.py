from __future__ import annotations

import numpy as np
import pytest

from gridwatch.load.world import MATTERS, OWNERS, Assumptions, World


def test_the_district_is_laid_out_as_assumed():
    """Neighbours in the row are neighbours in a street; a recorder has one owner's cameras, and not too many."""
    assumed = Assumptions(cameras=2000)
    world = World.of(assumed, np.random.default_rng(1))
    assert (np.diff(world.street) >= 0).all()
    assert set(world.street.tolist()) == set(range(assumed.streets))
    for host in range(int(world.host.max()) + 1):
        mine = np.flatnonzero(world.host == host)
        assert 1 <= len(mine) <= assumed.channels
        assert len(set(world.owner[mine].tolist())) == 1
    assert world.pointed.mean() == pytest.approx(assumed.pointed, abs=0.05)
    assert world.street_code(0) == "990101001"


def test_shares_are_shares():
    """Matters and owners add up to all, severities to about 80/15/5."""
    assert sum(share for share, _ in MATTERS.values()) == pytest.approx(1)
    assert sum(OWNERS.values()) == pytest.approx(1)
    severities = Assumptions().severities
    assert severities == {"minor": 0.79, "moderate": 0.18, "severe": 0.03}
