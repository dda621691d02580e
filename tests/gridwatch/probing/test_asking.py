from __future__ import annotations

import threading
import time

import pytest

from core.config.camera import Camera
from gridwatch.probing.asking import ask_all
from gridwatch.probing.plan import Plan
from ingest.onvif.probe import ProbeResult
from tests.builders_probing import port, result


def plan(count: int, *, hosts: int = 100) -> Plan:
    """Return a plan of cameras on so many hosts."""
    cameras = [port(f"c{i}", f"10.0.0.{i % hosts}") for i in range(count)]
    return Plan(cameras, per_host=4, refusals=2)


def test_everybody_is_asked_once_and_told_in_the_callers_thread() -> None:
    """However many threads ask: the journal and the bar are written by one."""
    here, told = threading.get_ident(), []

    def answered(one: ProbeResult) -> None:
        assert threading.get_ident() == here
        told.append(one.camera_id)

    ask_all(plan(50), lambda one: result(one.id), threads=8, answered=answered)
    assert sorted(told) == sorted(f"c{i}" for i in range(50))


def test_no_more_are_under_way_than_threads() -> None:
    """The bound of the whole: never six, and all five at once whenever there are so many to ask."""
    lock, now, most = threading.Lock(), 0, 0
    five = threading.Barrier(5, timeout=20)

    def ask(one: Camera) -> ProbeResult:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        five.wait()
        with lock:
            now -= 1
        return result(one.id)

    ask_all(plan(40), ask, threads=5, answered=lambda _: None)
    assert most == 5


def test_those_who_are_given_up_are_told_with_their_cure() -> None:
    """64 channels of a recorder with a wrong password: two are asked, 62 say what to correct first."""
    told: dict[str, ProbeResult] = {}
    asked: list[str] = []

    def ask(one: Camera) -> ProbeResult:
        asked.append(one.id)
        return result(one.id, "login_refused")

    ask_all(plan(64, hosts=1), ask, threads=8, answered=lambda one: told.update({one.camera_id: one}))
    assert asked == ["c0", "c1"]
    assert len(told) == 64
    (problem,) = told["c63"].problems
    assert (problem.code, problem.fatal) == ("login_stopped", True)
    assert "--broken" in problem.cure


def test_a_fault_of_our_own_ends_it() -> None:
    """Nothing is hidden, and no thread is left behind."""

    def ask(one: Camera) -> ProbeResult:
        raise ZeroDivisionError(one.id)

    with pytest.raises(ZeroDivisionError):
        ask_all(plan(3), ask, threads=2, answered=lambda _: None)
    deadline = time.monotonic() + 2
    while any(one.name.startswith("probe-") for one in threading.enumerate()):
        assert time.monotonic() < deadline, "a worker is still there"
        time.sleep(0.01)


def test_nobody_to_ask() -> None:
    """A journal that knows everybody leaves nothing to do."""
    ask_all(plan(0), lambda one: result(one.id), threads=4, answered=lambda _: pytest.fail("told"))
