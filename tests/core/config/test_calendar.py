"""A calendar that cannot mean anything else: spans in order, days within its years, nothing twice."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from pydantic import ValidationError

from core.config.calendar import Calendar, times


def calendar(**changes: Any) -> Calendar:
    """Build a calendar of 2026 with ordinary Mondays."""
    values = {
        "calendar": "c",
        "version": "1",
        "years": [2026],
        "week": {"monday": ["09:00-12:00", "13:30-17:30"]},
    }
    return Calendar.model_validate(values | changes)


def test_times_of_a_span() -> None:
    """24:00 is the end of the day, which no clock shows."""
    assert times("09:00-12:00") == (time(9), time(12))
    assert times("18:00-24:00") == (time(18), None)


def test_weekends_are_free_where_nothing_is_said() -> None:
    """A day without spans is free."""
    assert calendar().week.sunday == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"week": {"monday": ["9-12"]}}, 'write a span of the day as "09:00-12:00"'),
        ({"week": {"monday": ["12:00-09:00"]}}, "ends before it begins"),
        ({"week": {"monday": ["18:00-24:30"]}}, "ends before it begins"),
        (
            {"week": {"monday": ["09:00-12:00", "11:00-17:00"]}},
            "11:00-17:00 begins before 09:00-12:00 has ended",
        ),
        ({"week": {}}, "nobody ever works"),
        ({"timezone": "Asia/Peking"}, "not a known time zone"),
        ({"years": []}, "too_short"),
        ({"holidays": [{"first": "2027-01-01"}]}, "2027-01-01 is in none of the years 2026"),
        ({"holidays": [{"first": "2026-10-07", "last": "2026-10-01"}]}, "no holiday of at most a month"),
        ({"make_up_days": [{"day": "2026-10-10"}, {"day": "2026-10-10"}]}, "a make-up day twice"),
        (
            {
                "holidays": [{"first": "2026-10-01", "last": "2026-10-10"}],
                "make_up_days": [{"day": "2026-10-10"}],
            },
            "2026-10-10 is a make-up day and a holiday",
        ),
        ({"make_up_days": [{"day": "2026-10-10", "like": "sunday"}]}, "has no hours: sunday is free"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, Any], told: str) -> None:
    """Each with what is wrong, so that whoever typed it finds it."""
    with pytest.raises(ValidationError, match=told):
        calendar(**changes)
