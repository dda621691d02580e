"""Storms over simulated time: what cameras that fail by the thousand do to those that do not."""

from __future__ import annotations

from collections import Counter

import pytest

from core.look import LookFailureKind as Kind
from core.look import LookRequest
from ingest.schedule import Schedule
from tests.ingest.test_schedule import Day, How, schedule

OWNERS = 6
CAMERAS = 1480  # a fifth of the reference district, with a fifth of the default budgets
PERIOD_S = 60.0
BUDGETS = {"sessions": 26, "sessions_per_owner": 13, "looks_per_s": 60, "failing_per_s": 5}


def fleet(**budgets: float) -> Schedule:
    """Cameras with a host each, of six owners in turn."""
    plan = schedule(**(BUDGETS | budgets))
    for i in range(CAMERAS):
        plan.plan(f"c{i}", f"h{i}", f"o{i % OWNERS}", PERIOD_S)
    return plan


def number(request: LookRequest) -> int:
    """Which camera it is."""
    return int(request.camera_id[1:])


def share_of(day: Day, start: float, end: float, cameras: list[int]) -> float:
    """Of the periods of these cameras in start..end, how many had a look begun within half a period."""
    begun: Counter[int] = Counter(
        number(request) for at, request in day.started if start <= at < end and at <= request.deadline
    )
    periods = (end - start) / PERIOD_S
    return sum(min(begun[i], periods) for i in cameras) / (periods * len(cameras))


def hanging(first_s: float, later_s: float, sick: set[int], start: float = 180, end: float = 1e9) -> How:
    """Looks at these take until the deadline; after the first, every way is tried and it takes longer."""
    failed: set[int] = set()

    def how(request: LookRequest, now: float) -> tuple[float, Kind | None]:
        i = number(request)
        if i not in sick or not start <= now < end:
            return 0.2, None
        took = later_s if i in failed else first_s
        failed.add(i)
        return took, Kind.TIMEOUT

    return how


@pytest.mark.parametrize(("failing_share", "others_on_time"), [(1.0, False), (0.5, True)])
def test_cameras_that_hang_until_the_deadline_leave_the_others_their_sessions(
    failing_share: float, others_on_time: bool
) -> None:
    """200 of all owners' cameras take 5 s, then 21 s: without a bound of their own they keep the others waiting."""
    sick = set(range(0, CAMERAS, 7))
    day = Day(fleet(failing_share=failing_share), hanging(5, 21, sick))
    day.until(900)
    well = [i for i in range(CAMERAS) if i not in sick]
    share = share_of(day, 180, 840, well)
    assert (share >= 0.99) is others_on_time, share


def test_a_dark_owner_and_his_return() -> None:
    """His cameras take the time to connect, and come back spread out; the others are on time throughout."""
    sick = set(range(0, CAMERAS, OWNERS))
    day = Day(fleet(), hanging(3, 21, sick, end=900))
    day.until(900)
    for i, camera in enumerate(sorted(sick)):
        day.schedule.retry(f"c{camera}", 900 + i / 5)
    day.until(1200)
    well = [i for i in range(CAMERAS) if i not in sick]
    assert share_of(day, 180, 1200, well) >= 0.99
    back = Counter(int(at) for at, request in day.started if number(request) in sick and at >= 900)
    assert max(back.values()) <= 15, "five a second are tried, beside those who are back in their rhythm"
    assert {number(request) for at, request in day.started if at >= 900} >= sick
    assert share_of(day, 1020, 1200, sorted(sick)) >= 0.97


def test_a_camera_that_is_well_is_not_tried_again() -> None:
    """Only those that do not answer are; and an unknown one is nobody's."""
    plan = schedule()
    plan.plan("c0", "h0", "o", 60)
    day = Day(plan)
    day.until(200)
    before = len(day.started)
    plan.retry("c0", 201)
    plan.retry("nobody", 201)
    day.until(205)
    assert len(day.started) - before <= 1


def test_a_resting_host_is_tried_when_told() -> None:
    """Back-off of ten minutes and an open circuit: both end at the time given."""
    plan = schedule()
    plan.plan("c0", "h0", "o", 60)
    day = Day(plan, lambda _r, now: (1.0, Kind.TIMEOUT if now < 3000 else None))
    day.until(3000)
    assert plan.report(3000).open_hosts == ("h0",)
    plan.retry("c0", 3002)
    day.until(3010)
    assert [at for at in day.looks_at("c0") if at > 3000] == [pytest.approx(3002, abs=0.1)]
    assert plan.report(3010).open_hosts == ()
