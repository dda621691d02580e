"""The schedule as scripts with simulated time, and its promises under any script at all."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.config.settings.attention import Attention as Attending
from core.config.settings.looking import Budgets, Looking
from core.look import LookFailureKind as Kind
from core.look import LookReason, LookRequest
from ingest.attention import Attention
from ingest.interest import QUIET, Interest, Worth
from ingest.port import GRACE
from ingest.punctuality import OnTime
from ingest.schedule import Schedule
from ingest.wishes import Asked

How = Callable[[LookRequest, float], tuple[float, Kind | None]]


def schedule(looking: Looking | None = None, **budgets: float) -> Schedule:
    """A schedule with generous budgets unless told otherwise."""
    return Schedule(Budgets.model_validate(budgets), looking or Looking(), random.Random(5))


class Day:
    """Runs a schedule over simulated time. `how(request, now)` says how long a look takes and how it ends."""

    def __init__(self, schedule: Schedule, how: How = lambda _request, _now: (0.2, None)) -> None:
        self.schedule = schedule
        self.how = how
        self.now = 0.0
        self.started: list[tuple[float, LookRequest]] = []
        self.given_up: list[tuple[LookRequest, Kind]] = []
        self._ends: list[tuple[float, int, LookRequest, Kind | None]] = []

    def until(self, end: float) -> OnTime:
        """Move on to `end` and return the report there."""
        while True:
            for request in self.schedule.start(self.now):
                took, kind = self.how(request, self.now)
                self.started.append((self.now, request))
                heapq.heappush(self._ends, (self.now + took, len(self.started), request, kind))
            self.given_up += self.schedule.given_up(self.now)
            due = self.schedule.next_due(self.now)
            upcoming = [t for t in (due, self._ends[0][0] if self._ends else None) if t is not None]
            # No less than a millisecond, as an event loop would: a frozen clock must not hang the test.
            self.now = max(self.now + 0.001, min([end, *upcoming]))
            self.now = min(end, self.now)
            while self._ends and self._ends[0][0] <= self.now:
                _, _, request, kind = heapq.heappop(self._ends)
                self.schedule.finished(request, kind, self.now)
            if self.now >= end:
                self.given_up += self.schedule.given_up(end)
                return self.schedule.report(end)

    def looks_at(self, camera_id: str) -> list[float]:
        """When this camera was looked at."""
        return [t for t, request in self.started if request.camera_id == camera_id]


def wish(
    camera_id: str, now: float, within: float, reason: LookReason, incident: str | None = None
) -> LookRequest:
    """A wish made at `now`."""
    return LookRequest(
        camera_id=camera_id, not_before=now, deadline=now + within, reason=reason, incident_id=incident
    )


def test_a_district_is_spread_over_its_period_and_on_time():
    """400 cameras at 60 s: no second begins more than twice its share, every period is on time."""
    plan = schedule()
    for i in range(400):
        plan.plan(f"c{i}", f"h{i // 8}", f"o{i % 3}", 60)
    day = Day(plan)
    report = day.until(300)
    assert report.share == 1.0
    assert report.total.due >= 400 * 4
    assert report.cameras_on_time == 400
    per_second = Counter(int(t) for t, _ in day.started)
    assert max(per_second.values()) <= 14
    assert set(report.owners) == {"o0", "o1", "o2"}
    assert sum(tally.due for tally in report.owners.values()) == report.total.due


def test_too_small_a_budget_is_told_and_shared():
    """Half the sessions needed: half the periods are missed by name, and nobody is looked at much less."""
    plan = schedule(looks_per_s=5)
    for i in range(600):
        plan.plan(f"c{i}", f"h{i}", "o", 60)
    day = Day(plan)
    report = day.until(1200)
    assert set(report.missed) == {Kind.NO_BUDGET}
    assert report.total.due == report.total.on_time + report.late + report.missed[Kind.NO_BUDGET]
    assert 0.45 < report.total.started_share < 0.55
    counts = [len(day.looks_at(f"c{i}")) for i in range(600)]
    assert max(counts) - min(counts) <= 2


def test_where_few_may_start_nobody_s_wish_waits_behind_the_patrol():
    """A detector that is behind lets one look a tenth of a second start; what is asked for takes every other turn."""
    plan = schedule()
    for number in range(50):
        plan.plan(f"cam-{number}", f"host-{number}", "owner", 1.0)
    reasons: list[LookReason] = []  # of what begins after the wishes
    for step in range(100):
        now = step / 10
        if step == 80:
            for number in range(3):
                wish = LookRequest(
                    camera_id=f"cam-{number}", not_before=now, deadline=now + 20, reason=LookReason.CONFIRM
                )
                plan.ask(wish)
        started = plan.start(now, most=1)
        assert len(started) <= 1
        for request in started:
            plan.finished(request, None, now)
        if step >= 80:
            reasons += [one.reason for one in started]
    assert reasons[:6].count(LookReason.CONFIRM) == 3
    assert reasons[:6].count(LookReason.PATROL) == 3  # and the patrol goes on
    assert sum(plan.report(10.0).total.missed.values()) > 200


def test_a_missed_period_is_counted_even_if_nobody_called():
    """The process slept for ten periods: ten misses, then on with the present one."""
    plan = schedule()
    plan.plan("c", "h", "o", 10)
    plan.start(0.0)
    (request,) = plan.start(105.0)
    assert request.deadline > 105 - 10 * GRACE
    plan.finished(request, None, 105.1)
    report = plan.report(105.2)
    assert sum(report.missed.values()) == report.total.due - 1 >= 8


def test_a_failing_camera_is_looked_at_less_and_never_more_often_than_its_period():
    """Full-jitter back-off up to the cap, and each missed period carries the failure's name."""
    plan = schedule(Looking(backoff_s=5, backoff_max_s=600, circuit_failures=1000))
    plan.plan("bad", "h", "o", 20)
    plan.plan("good", "h", "o", 20)
    day = Day(plan, lambda r, _: (1.0, Kind.TIMEOUT if r.camera_id == "bad" else None))
    report = day.until(7200)
    times = day.looks_at("bad")
    gaps = [b - a for a, b in pairwise(times)]
    assert min(gaps) >= 20
    assert 7200 / 600 < len(times) < 7200 / 20 / 4
    assert len(day.looks_at("good")) >= 359
    assert report.missed[Kind.TIMEOUT] + report.failed[Kind.TIMEOUT] >= 358


def test_a_dark_nvr_is_left_alone_and_its_neighbours_stay_on_time():
    """64 channels behind a dead host: some failures, then one trial a minute; the others notice nothing."""
    plan = schedule(sessions=8, sessions_per_host=2)
    for i in range(64):
        plan.plan(f"n{i}", "nvr", "police", 30)
        plan.plan(f"c{i}", f"h{i}", "urban", 30)

    def how(request: LookRequest, now: float) -> tuple[float, Kind | None]:
        dark = request.camera_id.startswith("n") and 300 <= now < 900
        return (3.0, Kind.TIMEOUT) if dark else (0.1, None)

    day = Day(plan, how)
    day.until(300)
    report = day.until(900)
    assert report.open_hosts == ("nvr",)
    assert report.owners["urban"].share == 1.0
    assert report.missed[Kind.CIRCUIT_OPEN] > 800
    in_the_dark = [t for t, r in day.started if r.camera_id.startswith("n") and 360 < t < 900]
    assert 5 <= len(in_the_dark) <= 10
    report = day.until(1500)
    assert report.open_hosts == ()
    recent = [t for t, r in day.started if r.camera_id.startswith("n") and t > 1400]
    assert len(recent) > 150
    assert report.owners["urban"].share == 1.0


def test_a_click_is_not_held_back_by_back_off_or_circuit():
    """The operator's look starts at once; the platform's waits and is given up by name."""
    plan = schedule(Looking(circuit_failures=1, circuit_s=1000))
    plan.plan("c", "h", "o", 60)
    day = Day(plan, lambda _r, _t: (0.5, Kind.UNREACHABLE))
    day.until(90)
    assert plan.report(90).open_hosts == plan.resting() == ("h",)
    before = len(day.started)
    assert plan.ask(wish("c", 90, 10, LookReason.VERIFY, "inc-1")) is Asked.WAITING
    assert plan.ask(wish("c", 90, 10, LookReason.OPERATOR)) is Asked.WAITING
    report = day.until(130)
    assert [r.reason for _, r in day.started[before:]] == [LookReason.OPERATOR]
    assert [(r.incident_id, kind in {Kind.CIRCUIT_OPEN, Kind.UNREACHABLE}) for r, kind in day.given_up] == [
        ("inc-1", True)
    ]
    assert report.asked.due == 2


@pytest.mark.parametrize("kind", [Kind.TIMEOUT, Kind.BAD_ANSWER])
def test_cameras_that_answer_an_operator_are_back_in_their_rhythm(kind: Kind):
    """Patrol looks had been put off for minutes: they come in the next period, not at the end of the back-off."""
    plan = schedule(Looking(circuit_failures=100))
    names = [f"c{i}" for i in range(30)]
    for name in names:
        plan.plan(name, name, "o", 60)
    day = Day(plan, lambda _request, now: (0.5, kind if now < 1800 else None))
    day.until(1800)
    for name in names:
        assert plan.ask(wish(name, 1800, 10, LookReason.OPERATOR)) is Asked.WAITING
    day.until(1862)
    patrols = [r.camera_id for t, r in day.started if t > 1801 and r.reason is LookReason.PATROL]
    assert sorted(patrols) == sorted(names)


def test_an_asked_look_answers_the_period_it_falls_in():
    """A confirming look shows the same picture; the patrol does not spend a second one."""
    plan = schedule()
    plan.plan("c", "h", "o", 60)
    day = Day(plan)
    day.until(150)
    (first, second) = day.looks_at("c")[:2]
    assert second - first == pytest.approx(60, abs=0.1)
    due = second + 60
    day.until(due - 5)
    plan.ask(wish("c", due + 0.0, 5, LookReason.CONFIRM, "i"))
    report = day.until(due + 59)
    reasons = [r.reason for t, r in day.started if t > second + 1]
    assert sorted(reasons) in ([LookReason.CONFIRM], [LookReason.CONFIRM, LookReason.PATROL])
    assert report.share == 1.0


def test_resume_ends_the_back_off_of_a_camera_whose_password_was_corrected():
    """A stopped login waits for minutes; the correction is tried in its next period."""
    plan = schedule()
    plan.plan("c", "h", "o", 30)
    day = Day(plan, lambda _r, now: (0.1, Kind.LOGIN_STOPPED if now < 100 else None))
    day.until(100)
    assert len(day.started) == 1
    plan.resume("c")
    plan.resume("unknown")
    report = day.until(200)
    assert len(day.started) >= 4
    assert report.cameras_on_time == 1


def test_cameras_come_change_and_go_while_running():
    """A changed period or host holds at once, a dropped camera is looked at no more, the rest goes on."""
    plan = schedule()
    for name in ("stay", "faster", "moves", "goes"):
        plan.plan(name, "h", "o", 60)
    day = Day(plan)
    day.until(200)
    plan.plan("faster", "h", "o", 5)
    plan.plan("moves", "h2", "o2", 60)
    plan.drop("goes")
    plan.drop("goes")
    assert plan.ask(wish("goes", 200, 5, LookReason.OPERATOR)) is Asked.UNKNOWN_CAMERA
    report = day.until(500)
    assert max(day.looks_at("goes")) < 200
    assert len([t for t in day.looks_at("faster") if t > 200]) >= 59
    assert 4 <= len([t for t in day.looks_at("moves") if t > 200]) <= 6
    assert report.owners["o2"].due >= 4
    assert report.share == 1.0
    with pytest.raises(ValueError, match="period"):
        plan.plan("stay", "h", "o", 0)


def test_change_while_a_look_is_under_way():
    """Dropped and planned anew during a look: the old look may finish, no second one starts beside it."""
    plan = schedule()
    plan.plan("c", "h", "o", 10)
    plan.start(0.0)
    (request,) = plan.start(10.0)
    plan.drop("c")
    plan.plan("c", "h9", "o", 1)
    assert plan.start(15.0) == []
    plan.finished(request, None, 15.0)
    (again,) = plan.start(16.0)
    assert again != request
    with pytest.raises(LookupError, match="under way"):
        plan.finished(request, None, 16.1)
    plan.finished(again, None, 16.2)
    plan.plan("c", "h9", "o", 3)
    assert plan.report(20.0).cameras == 1


def test_a_warm_stream_is_charged_to_the_budgets():
    """Three of four sessions are held by watched cameras: one look at a time."""
    plan = schedule(sessions=4)
    for i in range(10):
        plan.plan(f"c{i}", f"h{i}", "o", 10)
    assert all(plan.occupy(f"w{i}", "o") for i in range(3))
    plan.start(0.0)
    assert len(plan.start(9.99)) == 1
    plan.vacate("w0", "o")
    assert len(plan.start(9.99)) == 1


def test_blocked_hosts_do_not_cost_every_decision():
    """A full host with 5,000 waiting looks is asked for room a few times, not once per look and decision."""
    plan = schedule(sessions=2000, sessions_per_host=1, sessions_per_owner=2000, looks_per_s=100000)
    for i in range(5000):
        plan.plan(f"n{i}", "nvr", "o", 10)
    for i in range(500):
        plan.plan(f"c{i}", f"h{i}", "o", 10)
    asked = Counter[str]()
    real = plan._capacity.host_has_room

    def counted(host: str) -> bool:
        asked[host] += 1
        return real(host)

    plan._capacity.host_has_room = counted  # type: ignore[method-assign] # counted, then asked
    plan.start(0.0)
    assert len(plan.start(10.0)) == 501
    assert asked["nvr"] < 20


def test_a_paced_camera_is_looked_at_in_its_new_rhythm_from_its_next_look_on():
    """One of three is worth a look every 10 s from t = 300 on, the others give: periods of 80 s instead of 60."""
    pace = {"a": 60.0, "b": 60.0, "c": 60.0}
    plan = Schedule(Budgets(), Looking(), random.Random(5), pacing=lambda name, _: pace[name])
    for name in pace:
        plan.plan(name, name, "o", 60)
    day = Day(plan)
    day.until(300)
    assert all(b - a == pytest.approx(60) for name in pace for a, b in pairwise(day.looks_at(name)))
    pace.update(a=10.0, b=80.0, c=80.0)
    report = day.until(1000)
    gaps = {name: [b - a for a, b in pairwise(day.looks_at(name)) if a > 360] for name in pace}
    assert gaps["a"] == pytest.approx([10.0] * len(gaps["a"]), abs=0.01)
    assert gaps["b"] == pytest.approx([80.0] * len(gaps["b"]), abs=0.01)
    assert report.share == 1.0
    assert report.total.due == report.total.on_time


def test_paced_confirming_looks_take_the_place_of_the_patrol():
    """A look every 25 s is asked for: with pacing no patrol comes between, without it does, and both books balance."""
    for pacing in (lambda _name, planned_s: planned_s, None):
        plan = Schedule(Budgets(), Looking(), random.Random(5), pacing=pacing)
        plan.plan("c", "h", "o", 60)
        day = Day(plan)
        day.until(60)
        first = day.looks_at("c")[-1]
        for i in range(1, 31):
            at = first + 25 * i
            day.until(at - 1)
            plan.ask(wish("c", at, 5, LookReason.CONFIRM, "i"))
        report = day.until(first + 751)
        patrol = [t for t, r in day.started if r.reason is LookReason.PATROL and t > first]
        assert (not patrol) is (pacing is not None)
        assert report.total.due == report.total.on_time + report.total.late
        day.until(first + 900)
        assert len([t for t in day.looks_at("c") if t > first + 751]) >= 2  # and then the patrol goes on


def test_a_paced_fleet_stays_spread_after_a_stall():
    """Nobody was looked at for two minutes; ten minutes later no second begins more than its share."""
    plan = Schedule(
        Budgets(sessions=1000, looks_per_s=1000),
        Looking(),
        random.Random(5),
        pacing=lambda _, planned_s: planned_s,
    )
    for i in range(300):
        plan.plan(f"c{i}", f"h{i}", "o", 60)
    day = Day(plan)
    day.until(100)
    day.now = 220.0
    day.until(900)
    per_second = Counter(int(t) for t, _ in day.started if t > 600)
    assert max(per_second.values()) <= 11
    assert sum(per_second.values()) == pytest.approx(300 * 5, abs=10)


@settings(max_examples=15, deadline=None)
@given(
    watched=st.sets(st.integers(0, 39), max_size=30),
    stretch=st.sampled_from([1.2, 1.5, 2.0]),
    switch=st.sampled_from([300.0, 700.0]),
)
def test_attention_conserves_the_looks_and_the_longest_wait(watched: set[int], stretch: float, switch: float):
    """Forty cameras, any of them watched for half of the time: no more looks than planned, nobody waits too long."""
    attention = Attention(Attending(mode="on", stretch=stretch, max_period_s=600))
    worth = Worth(interest=Interest.HISTORY, times=3.0)

    def pacing(name: str, planned_s: float) -> float:
        on = int(name[1:]) in watched and day.now >= switch
        attention.see(name, planned_s, worth if on else QUIET)
        return attention.period_s(name, planned_s)

    plan = Schedule(Budgets(), Looking(), random.Random(5), pacing=pacing)
    for i in range(40):
        plan.plan(f"c{i}", f"h{i}", "o", 60)
    day = Day(plan)
    report = day.until(3000)
    assert report.share == 1.0
    waits = [b - a for i in range(40) for a, b in pairwise(day.looks_at(f"c{i}"))]
    assert max(waits) <= 60 * stretch + 0.01
    settled = [t for t, _ in day.started if t >= switch + 60 * stretch * 2]
    assert len(settled) <= (3000 - switch - 120 * stretch) * 40 / 60 * 1.01 + 2
    if 0 < len(watched) <= 20:
        often = [len(day.looks_at(f"c{i}")) for i in range(40) if i in watched]
        rarely = [len(day.looks_at(f"c{i}")) for i in range(40) if i not in watched]
        assert min(often) > max(rarely)


@st.composite
def fleets(draw: st.DrawFn) -> list[tuple[int, int, float]]:
    """Cameras as (host, owner, period)."""
    camera = st.tuples(st.integers(0, 4), st.integers(0, 2), st.sampled_from([5.0, 7.0, 20.0]))
    return draw(st.lists(camera, min_size=1, max_size=25))


@settings(max_examples=40, deadline=None)
@given(
    fleet=fleets(),
    sessions=st.integers(1, 6),
    per_host=st.integers(1, 3),
    per_owner=st.integers(1, 4),
    rate=st.sampled_from([0.7, 3.0, 50.0]),
    seed=st.integers(0, 1000),
)
def test_promises_hold_under_any_script(
    fleet: list[tuple[int, int, float]], sessions: int, per_host: int, per_owner: int, rate: float, seed: int
):
    """Budgets are never exceeded, no camera is looked at twice at once, nobody starves, the books balance."""
    rng = random.Random(seed)
    plan = Schedule(
        Budgets(
            sessions=sessions, sessions_per_host=per_host, sessions_per_owner=per_owner, looks_per_s=rate
        ),
        Looking(backoff_s=1, backoff_max_s=10, circuit_failures=3, circuit_s=5),
        random.Random(seed),
    )
    where = {f"c{i}": (f"h{h}", f"o{o}", period) for i, (h, o, period) in enumerate(fleet)}
    for camera_id, (host, owner, period) in where.items():
        plan.plan(camera_id, host, owner, period)
    running: dict[str, tuple[float, LookRequest]] = {}
    latest = dict.fromkeys(where, 0.0)
    starts: list[float] = []
    sick_until, end, now = 100.0, 400.0, 0.0
    while now < end:
        for camera_id, (at, request) in list(running.items()):
            if at <= now:
                del running[camera_id]
                sick = now < sick_until and rng.random() < 0.4
                kinds = [Kind.TIMEOUT, Kind.UNREACHABLE, Kind.BLACK, Kind.LOGIN_REFUSED, Kind.INTERNAL]
                plan.finished(request, rng.choice(kinds) if sick else None, now)
        for request in plan.start(now):
            assert request.camera_id not in running
            running[request.camera_id] = (now + rng.uniform(0.05, 1.0), request)
            latest[request.camera_id] = now
            starts.append(now)
        hosts = Counter(where[c][0] for c in running)
        owners = Counter(where[c][1] for c in running)
        assert len(running) <= sessions
        assert max(hosts.values(), default=0) <= per_host
        assert max(owners.values(), default=0) <= per_owner
        if rng.random() < 0.1:
            camera_id = rng.choice(list(where))
            reason = rng.choice([LookReason.CONFIRM, LookReason.VERIFY, LookReason.OPERATOR])
            plan.ask(wish(camera_id, now, rng.uniform(0.5, 5), reason, f"i{rng.randrange(3)}"))
        plan.given_up(now)
        now += rng.uniform(0.02, 0.4)
    burst = max(1.0, rate * 0.25)
    assert len(starts) <= rate * end + burst + 1
    # At 1 s a look, two turns for the asked, and everybody in line: a generous bound on any wait.
    slots = min(sessions, per_host, per_owner, rate)
    longest = 20.0 + 10.0 + 4.0 * len(fleet) * max(1.0, 1.0 / slots) + 10.0
    if longest < end - sick_until - 20:
        assert end - min(latest.values()) < longest
    report = plan.report(end)
    total = report.total
    assert total.due == total.on_time + total.late + sum(total.failed.values()) + sum(total.missed.values())
    wanted = sum((end - plan._ports[c].origin) // period for c, (_, _, period) in where.items())
    assert abs(total.due - wanted) <= len(fleet)
