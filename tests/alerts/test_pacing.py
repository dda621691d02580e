from __future__ import annotations

from alerts.pacing import Pace


async def test_turns_are_spread_evenly() -> None:
    """Five a second: each waits for the one before, and a pause is not saved up."""
    now, slept = [100.0], []

    async def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))

    pace = Pace(5, now=lambda: now[0], sleep=sleep)
    for _ in range(3):
        await pace.turn()
    now[0] += 60
    await pace.turn()
    await pace.turn()
    assert slept == [0.2, 0.4, 0.2]


async def test_without_a_rate_nobody_waits() -> None:
    """The usual case costs nothing."""

    async def sleep(seconds: float) -> None:
        raise AssertionError(seconds)

    pace = Pace(None, sleep=sleep)
    for _ in range(100):
        await pace.turn()
