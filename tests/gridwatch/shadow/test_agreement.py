from __future__ import annotations

import random
from typing import Any

import pytest

from core.geometry import Box
from gridwatch.shadow import agreement as module
from gridwatch.shadow.agreement import TOGETHER, WouldBe, agreement
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
        "why_zh": "",
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


def nearest_first(alarms: list[WouldBe]) -> set[tuple[str, str]]:
    """Pair by laying every alarm beside every other one: slow, and plainly what is meant."""
    live = [one for one in alarms if one.side is Side.LIVE]
    candidate = [one for one in alarms if one.side is Side.CANDIDATE]
    possible = sorted(
        (abs((a.opened - b.opened).total_seconds()), i, j)
        for i, a in enumerate(live)
        for j, b in enumerate(candidate)
        if (a.camera_id, a.matter) == (b.camera_id, b.matter)
        and a.opened - TOGETHER <= (b.ended or b.last_seen)
        and b.opened - TOGETHER <= (a.ended or a.last_seen)
        and a.box is not None
        and b.box is not None
        and a.box.iou(b.box) >= 0.2
    )
    used: set[tuple[Side, int]] = set()
    found = set()
    for _, i, j in possible:
        if (Side.LIVE, i) not in used and (Side.CANDIDATE, j) not in used:
            used |= {(Side.LIVE, i), (Side.CANDIDATE, j)}
            found.add((live[i].subject, candidate[j].subject))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_walk_through_time_finds_what_comparing_all_with_all_finds(seed: int) -> None:
    """Short ones, long ones, ended and standing ones, at three places of two cameras."""
    rng = random.Random(seed)
    places = [Box.of([0.1 + 0.3 * i, 0.5, 0.3 + 0.3 * i, 0.7]) for i in range(3)]
    alarms = []
    for number in range(160):
        lasts = rng.choice([0, 60, 600, 20_000])
        opened = rng.randrange(0, 40_000, 60)
        alarms.append(
            alarm(
                rng.choice(list(Side)),
                seconds=opened,
                lasts=lasts,
                ended=at(opened + lasts) if rng.random() < 0.5 else None,
                camera_id=f"cam-{rng.randrange(2)}",
                matter=rng.choice(["waste", "crowding"]),
                subject=f"{number:03}",
                box=rng.choice(places),
            )
        )
    agreed = agreement(alarms)
    assert {(a.subject, b.subject) for a, b in agreed.both} == nearest_first(alarms)
    assert len(agreed.both) > 10


def test_the_cost_grows_with_the_alarms_and_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera that raised 5,000 alarms on either side is laid side by side in a moment."""
    compared = 0
    real = module._same_place

    def counting(a: WouldBe, b: WouldBe) -> bool:
        nonlocal compared
        compared += 1
        return real(a, b)

    monkeypatch.setattr(module, "_same_place", counting)
    alarms = [alarm(side, seconds=600 * i, lasts=60) for side in Side for i in range(5_000)]
    assert len(agreement(alarms).both) == 5_000
    assert compared < 10 * len(alarms)


def test_alarms_that_never_end_are_laid_beside_the_latest_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that was taken out leaves some standing for ever: the bound holds whatever the book says."""
    monkeypatch.setattr(module, "STANDING", 10)
    live = [alarm(Side.LIVE, seconds=i, lasts=10**6) for i in range(100)]
    agreed = agreement([*live, alarm(Side.CANDIDATE, seconds=200)])
    assert [pair[0].subject for pair in agreed.both] == [live[-1].subject]


def test_by_matter_the_parts_add_up() -> None:
    """The same pairs, sorted; no matter is compared again."""
    alarms = [
        alarm(Side.LIVE),
        alarm(Side.CANDIDATE),
        alarm(Side.LIVE, matter="crowding"),
        alarm(Side.CANDIDATE, matter="parking"),
    ]
    parts = agreement(alarms).by_matter()
    assert {
        matter: (len(one.both), len(one.only_live), len(one.only_candidate)) for matter, one in parts.items()
    } == {"crowding": (0, 1, 0), "parking": (0, 0, 1), "waste": (1, 0, 0)}
