"""Cursors and filters."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.store.base import IncidentQuery
from alerts.store.cursor import BadQuery, check_query, cursor_of, instant, micros, read_cursor
from core.errors import GridwatchError
from tests.builders_store import incident


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_are_exact(when):
    """Whole numbers, both ways, for every instant."""
    assert instant(micros(when)) == when


def test_naive_time_has_no_place():
    """A time without a zone is refused."""
    with pytest.raises(ValueError, match="time zone"):
        micros(datetime(2026, 1, 1))  # noqa: DTZ001 - naive on purpose


def test_cursor_tells_time_and_id():
    """Also of an id with a colon in it."""
    one = incident("inc:1")
    assert read_cursor(cursor_of(one)) == (micros(one.updated_at), "inc:1")


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["", "*", "é", "AAAA", _cursor("1:2"), _cursor("2:3:inc"), _cursor("1:x:inc"), _cursor("1:3:"),
     _cursor(f"1:{1 << 63}:inc"), "A" * 201, _cursor("1:" + "9" * 100 + ":i")],
)  # fmt: skip
def test_made_up_cursor_is_refused(cursor):
    """As a ValueError and as one of ours, so that the API answers 422 and a caller can catch either."""
    with pytest.raises(BadQuery, match="after: not a cursor") as caught:
        read_cursor(cursor)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, GridwatchError)


def test_good_query_passes():
    """The largest page, a grid prefix and a true cursor."""
    after = cursor_of(incident(updated_at=incident().updated_at + timedelta(1)))
    check_query(IncidentQuery(limit=500, grid_prefix="330109", after=after))
