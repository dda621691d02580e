from __future__ import annotations

from api.people.enrolling import KEPT_S, MOST, Enrolling
from core.clock import ManualClock


def test_a_key_waits_ten_minutes_and_the_newest_is_the_one(clock: ManualClock) -> None:
    """Who begins twice has scanned the second picture."""
    enrolling = Enrolling(clock)
    first, second = enrolling.begin("li"), enrolling.begin("li")
    assert first != second == enrolling.key("li")
    clock.advance(KEPT_S)
    assert enrolling.key("li") is None
    enrolling.begin("li")
    enrolling.end("li")
    assert enrolling.key("li") is None


def test_keys_are_bounded(clock: ManualClock) -> None:
    """The oldest goes."""
    enrolling = Enrolling(clock)
    for number in range(MOST + 1):
        enrolling.begin(str(number))
    assert enrolling.key("0") is None
    assert enrolling.key("1") is not None
