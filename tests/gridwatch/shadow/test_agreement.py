from __future__ import annotations

from typing import Any

import pytest

from core.geometry import Box
from gridwatch.shadow.agreement import WouldBe, agreement
from gridwatch.shadow.trial import Side
from tests.builders import at

HEAP, ELSEWHERE = Box.of([0.4, 0.6, 0.6, 0.8]), Box.of([0.0, 0.0, 0.1, 0.1])


def alarm(side: Side, *, seconds: float = 0, lasts: float = 600, **changes: Any) -> WouldBe:
    """Build one would-be alarm."""
    values: dict[str, Any] = {
        "side": side,
        "camera_id": "cam-1",
        "matter": "waste",
        "rule": "waste",
        "zone": "kerb",
        "subject": f"{side}/{seconds}",
        "opened": at(seconds),
        "last_seen": at(seconds + lasts),
        "ended": None,
        "confidence": 0.8,
        "count": None,
        "box": HEAP,
        "why": "there",
    }
    return WouldBe(**(values | changes))


def test_the_same_heap_is_agreed_on_though_confirmed_later() -> None:
    """A dwell that is sure a few looks later is no disagreement; how much later is told."""
    agreed = agreement([alarm(Side.LIVE), alarm(Side.CANDIDATE, seconds=120)])
    assert (len(agreed.both), agreed.only_live, agreed.only_candidate) == (1, (), ())
    assert (agreed.share, agreed.later_s) == (1.0, 120.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"camera_id": "cam-2"},
        {"matter": "crowding"},
        {"box": ELSEWHERE},
        {"seconds": 600 + 31 * 60},
        {"box": None, "zone": "lawn"},
    ],
)
def test_another_camera_matter_place_or_time_is_another_alarm(changes: dict[str, Any]) -> None:
    """Two alarms count as one only where an operator would say so."""
    agreed = agreement([alarm(Side.LIVE), alarm(Side.CANDIDATE, **changes)])
    assert (len(agreed.both), len(agreed.only_live), len(agreed.only_candidate)) == (0, 1, 1)
    assert agreed.share == 0
    assert agreed.later_s is None


def test_a_part_of_it_and_a_zone_are_the_same_place() -> None:
    """One model draws the heap in two boxes; a crowd has no box, but a zone."""
    part = Box.of([0.4, 0.6, 0.5, 0.7])
    assert agreement([alarm(Side.LIVE), alarm(Side.CANDIDATE, box=part)]).share == 1
    assert agreement([alarm(Side.LIVE, box=None), alarm(Side.CANDIDATE)]).share == 1


def test_each_alarm_is_used_once_and_the_nearest_in_time() -> None:
    """A candidate that raises the same heap twice has raised one too many."""
    twice = [alarm(Side.CANDIDATE, seconds=100), alarm(Side.CANDIDATE, seconds=500)]
    agreed = agreement([alarm(Side.LIVE, seconds=480), *twice])
    assert agreed.only_candidate == (twice[0],)
    assert agreed.share == 0.5


def test_silence_on_both_sides_is_no_agreement() -> None:
    """A night without an alarm proves nothing."""
    assert agreement([]).share is None
