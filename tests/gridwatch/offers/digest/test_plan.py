from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.config.settings.offers import Digest
from gridwatch.offers.digest.plan import Posted, todo

SETTINGS = Digest(to=("mail", "chat"), at=("08:00", "20:00"), late_h=3)


def at(hour: float) -> datetime:
    """A time of the second of November."""
    return datetime(2026, 11, 2, tzinfo=UTC) + timedelta(hours=hour)


EIGHT = Posted(until=at(8))


def test_who_begins_gets_the_next_one() -> None:
    """Not the one of a time before he asked for it."""
    first = todo(SETTINGS, UTC, None, at(10))
    assert first.names == ()
    assert first.posted == Posted(until=at(8), done=("mail", "chat"))
    assert todo(SETTINGS, UTC, first.posted, at(19.9)).names == ()
    assert todo(SETTINGS, UTC, first.posted, at(20)).names == ("mail", "chat")


def test_each_address_gets_it_once() -> None:
    """One that has it is not asked again because another has not."""
    due = todo(SETTINGS, UTC, EIGHT.and_done("mail"), at(8.5))
    assert (due.names, due.given_up) == (("chat",), ())
    assert todo(SETTINGS, UTC, EIGHT.and_done("mail").and_done("chat"), at(8.5)).names == ()


def test_a_service_that_was_down_sends_it_late_but_not_too_late() -> None:
    """Within the hours that the settings allow; after that it is given up, once, and told."""
    assert todo(SETTINGS, UTC, EIGHT, at(10.9)).names == ("mail", "chat")
    given_up = todo(SETTINGS, UTC, EIGHT.and_done("mail"), at(11.1))
    assert (given_up.names, given_up.given_up) == ((), ("chat",))
    assert todo(SETTINGS, UTC, given_up.posted, at(11.2)).given_up == ()


def test_nobody_took_the_one_before() -> None:
    """The next one is due: the one before is told as given up, and the next is sent."""
    due = todo(SETTINGS, UTC, EIGHT.and_done("chat"), at(20.1))
    assert (due.names, due.given_up) == (("mail", "chat"), ("mail",))
    assert due.period.since == at(8)


def test_a_clock_that_was_put_back_sends_nothing_twice() -> None:
    """What is kept is of a later time: nothing is sent until the next one is due."""
    assert todo(SETTINGS, UTC, Posted(until=at(20)), at(10)).names == ()


@pytest.mark.parametrize("plain", [None, {}, {"until": "yesterday", "done": []}, {"until": 7, "done": 8}])
def test_what_cannot_be_read_begins_anew(plain: dict[str, object] | None) -> None:
    """And what was written is read."""
    assert Posted.from_json(plain) is None
    assert Posted.from_json(EIGHT.and_done("mail").to_json()) == EIGHT.and_done("mail")
