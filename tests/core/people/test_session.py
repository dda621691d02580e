from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import at
from tests.builders_people import session

IDLE = timedelta(hours=1)


@pytest.mark.parametrize(
    ("seconds", "lasts"),
    [(0, True), (3600, True), (3659, True), (3661, False), (13 * 3600, False)],
)
def test_an_idle_session_ends(seconds: float, lasts: bool) -> None:
    """Its last use is known to the minute, and the doubt is the user's."""
    assert session().lasts(at(seconds), IDLE) is lasts


def test_a_session_in_use_ends_too() -> None:
    """After its longest time the password is asked for again."""
    busy = session(seen_at=at(12 * 3600 - 1))
    assert busy.lasts(at(12 * 3600 - 1), IDLE)
    assert not busy.lasts(at(12 * 3600), IDLE)


def test_its_last_use_is_written_once_a_minute() -> None:
    """Not with each picture of a wall."""
    assert not session().stale(at(59))
    assert session().stale(at(60))


def test_its_token_is_not_shown() -> None:
    """Not even as a hash."""
    assert f"{1:064x}" not in repr(session())
