"""A camera's periods and how it backs off."""

from __future__ import annotations

import random

import pytest

from core.config.settings.looking import Looking
from core.look import LookFailureKind as Kind
from core.look import LookReason
from ingest.port import Port

LOOKING = Looking(backoff_s=5, backoff_max_s=600)


def port() -> Port:
    """A camera whose first period begins at 20 s."""
    return Port("c", "h", "o", 60.0, origin=20.0)


def test_periods_follow_each_other():
    """Due, deadline and the count of periods that are over."""
    one = port()
    assert (one.due, one.deadline) == (20, 50)
    assert one.passed(19) == 0
    assert one.passed(79.9) == 0
    assert one.passed(80) == 1
    assert one.passed(320) == 5
    request = one.patrol_request()
    assert (request.not_before, request.deadline, request.reason) == (20, 50, LookReason.PATROL)


def test_a_failing_camera_is_left_alone_longer_and_longer_and_a_picture_ends_it():
    """Back-off grows with failures in a row; one picture returns the camera to its rhythm."""
    one, rng = port(), random.Random(3)
    for _ in range(12):
        one.took(Kind.TIMEOUT, 100.0, LOOKING, rng)
        assert 100 <= one.hold_until <= 700
    assert one.failures == 12
    assert one.patrol_key == one.hold_until + 30
    one.took(None, 200.0, LOOKING, rng)
    assert one.failures == 0
    assert one.next_start == one.due


def test_a_bad_picture_is_no_reason_to_look_less_often():
    """Black at night: the camera answers well, and we want to see when it is back."""
    one = port()
    one.took(Kind.BLACK, 100.0, LOOKING, random.Random(3))
    assert one.failures == 0
    assert one.hold_until < 100


@pytest.mark.parametrize(
    "kind", [Kind.LOGIN_REFUSED, Kind.LOGIN_STOPPED, Kind.NO_CREDENTIAL, Kind.NO_ADDRESS]
)
def test_what_a_person_must_cure_waits_long_at_once(kind: Kind):
    """No quick repetition where repeating cannot help."""
    one = port()
    one.took(kind, 100.0, LOOKING, random.Random(3))
    assert 400 <= one.hold_until <= 700


def test_only_a_camera_that_does_not_answer_is_failing():
    """A refused login is an answer, and so is a picture."""
    port = Port("c", "h", "o", 60)
    looking, rng = Looking(), random.Random(0)
    assert not port.failing
    port.took(Kind.TIMEOUT, 1, looking, rng)
    assert port.failing
    port.took(Kind.LOGIN_REFUSED, 2, looking, rng)
    assert not port.failing
    port.took(Kind.UNREACHABLE, 3, looking, rng)
    port.took(None, 4, looking, rng)
    assert not port.failing


@pytest.mark.parametrize(
    ("begun", "why", "next_due"),
    [
        (20.0, "on the second", 120.0),
        (29.0, "late: the rhythm is kept, so that a fleet stays spread", 120.0),
        (15.0, "asked for before it was due: the wait begins with it", 115.0),
        (150.0, "so late that the next would be over: it begins anew", 250.0),
    ],
)
def test_a_wait_of_another_length_begins_with_the_look_or_keeps_the_rhythm(
    begun: float, why: str, next_due: float
):
    """From 60 to 100 s, by when the look began."""
    one = port()
    one.started_at = begun
    one.wait_anew(20.0, 100.0)
    assert one.due == next_due, why
    assert one.planned_s == 60.0
