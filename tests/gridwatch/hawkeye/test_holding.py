from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import ManualClock
from core.config.settings.hawkeye import Hawkeye
from core.errors import IllegalStep
from gridwatch.hawkeye.holding import Heads
from tests.gridwatch.hawkeye.test_eyes import Rig


@pytest.fixture
def heads(tmp_path: Path, clock: ManualClock) -> Heads:
    """A dome that people may use for two minutes at most."""
    rig = Rig(tmp_path, clock, Hawkeye(mode="off", most_hold_s=120))
    return Heads(rig.eyes, lambda: rig.deck.known)


async def test_a_camera_is_taken_and_given_back(heads: Heads, clock: ManualClock) -> None:
    """Under a name, until a time; the same person may hold it longer, nobody else; then it goes home."""
    held = await heads.hold("dome", "Li", 1)
    assert (held.held_by, held.stand) == ("Li", "home")
    assert held.held_until is not None
    assert (held.held_until - clock.now()).total_seconds() == 60
    longer = await heads.hold("dome", "Li", 500)
    assert longer.held_until is not None
    assert (longer.held_until - clock.now()).total_seconds() == 120
    with pytest.raises(IllegalStep, match="held by Li"):
        await heads.hold("dome", "Wang", 1)
    given = await heads.release("dome", "Li")
    assert (given.held_by, given.stand) == (None, "returning")


async def test_a_hold_that_is_over_is_nobodys(heads: Heads, clock: ManualClock) -> None:
    """Also before the next tick notices it."""
    await heads.hold("dome", "Li", 1)
    clock.advance(61)
    assert heads.head("dome").held_by is None
    assert (await heads.hold("dome", "Wang", 1)).held_by == "Wang"


async def test_a_fixed_camera_cannot_be_taken(heads: Heads) -> None:
    """There is nothing to hold."""
    with pytest.raises(IllegalStep, match="cannot be turned"):
        await heads.hold("cam-1", "Li", 1)
    with pytest.raises(IllegalStep, match="cannot be turned"):
        await heads.hold("gone", "Li", 1)
