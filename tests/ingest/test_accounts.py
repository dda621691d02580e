"""Every period ends in exactly one column, with the right name."""

from __future__ import annotations

import random

import pytest

from core.config.settings.looking import Budgets, Looking
from core.look import LookFailureKind as Kind
from ingest.accounts import Accounts
from ingest.capacity import Capacity
from ingest.port import Port, Run


@pytest.fixture
def capacity() -> Capacity:
    """One host whose circuit opens at the first failure."""
    made = Capacity(Budgets(), Looking(circuit_failures=1, circuit_s=500), random.Random(0))
    made.now = 0.0
    made.join("h")
    return made


def port() -> Port:
    """A camera with periods of 60 s from 0 s."""
    return Port("c", "h", "o", 60.0)


def run_of(one: Port, *, asked: bool = False) -> Run:
    """A look that answers the port's first period."""
    one.answering = True
    return Run(
        port=one,
        request=one.patrol_request(),
        host="h",
        owner="o",
        trial=False,
        asked=asked,
        on_time=True,
    )


def test_periods_without_a_look_are_missed_for_want_of_budget(capacity: Capacity):
    """Nothing failed and nothing rested: the budgets were the cause."""
    accounts, one = Accounts(capacity), port()
    report = accounts.report([one], 185.0, ready=1)
    assert report.missed == {Kind.NO_BUDGET: 3}
    assert report.owners["o"].due == 3
    assert accounts.report([one], 185.0, ready=1).total == report.total


def test_periods_in_a_back_off_carry_the_last_failure(capacity: Capacity):
    """Not looked at because it had timed out."""
    accounts, one = Accounts(capacity), port()
    one.last_kind, one.hold_until = Kind.TIMEOUT, 100.0
    assert accounts.report([one], 61.0, ready=0).missed == {Kind.TIMEOUT: 1}


def test_periods_under_an_open_circuit_say_so(capacity: Capacity):
    """The host was left alone."""
    accounts, one = Accounts(capacity), port()
    capacity.begin("h", "o")
    capacity.end("h", "o", Kind.UNREACHABLE, trial=False)
    assert accounts.report([one], 61.0, ready=0).missed == {Kind.CIRCUIT_OPEN: 1}


def test_a_look_settles_its_period_and_no_other(capacity: Capacity):
    """While it is under way its period stays open, however long it takes; those after it are missed."""
    accounts, one = Accounts(capacity), port()
    run = run_of(one)
    accounts.started(run, 10.0)
    assert accounts.report([one], 130.0, ready=0).total.due == 0
    accounts.finished(run, None)
    report = accounts.report([one], 130.0, ready=0)
    assert (report.total.on_time, report.missed) == (1, {Kind.NO_BUDGET: 1})
    assert report.cameras_on_time == 0


def test_a_failed_look_is_no_picture_on_time(capacity: Capacity):
    """It is counted as failed, and the camera is not one of those seen on time."""
    accounts, one = Accounts(capacity), port()
    run = run_of(one, asked=True)
    accounts.started(run, 1.0)
    accounts.finished(run, Kind.BLACK)
    report = accounts.report([one], 59.0, ready=0)
    assert report.failed == {Kind.BLACK: 1}
    assert report.asked.failed == {Kind.BLACK: 1}
    assert report.cameras_on_time == 0


def test_a_wish_given_up_is_counted_with_its_cause(capacity: Capacity):
    """Operators and platforms are told what kept the look back."""
    accounts, one = Accounts(capacity), port()
    assert accounts.given_up(one, one.patrol_request(), 40.0) is Kind.NO_BUDGET
    assert accounts.report([], 40.0, ready=0).asked.missed == {Kind.NO_BUDGET: 1}
