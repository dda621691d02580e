from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from alerts.load.seats import seats_at
from core.config.settings.load import Load

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULE = Load.model_validate(
    {
        "seats": 1,
        "shifts": [
            {"start": "08:00", "end": "20:00", "seats": 3},
            {"start": "18:00", "end": "22:00", "seats": 2, "days": [5, 6]},
            {"start": "22:00", "end": "02:00", "seats": 4, "days": [6]},
        ],
    }
)


@pytest.mark.parametrize(
    ("local", "seats"),
    [
        ("2026-11-06T07:59", 1),
        ("2026-11-06T08:00", 3),
        ("2026-11-06T19:00", 5),  # a Friday: two shifts at once
        ("2026-11-06T20:30", 2),
        ("2026-11-07T23:00", 4),
        ("2026-11-08T01:59", 4),  # Saturday's night shift, on Sunday
        ("2026-11-09T01:00", 1),
        ("2026-11-08T02:00", 1),
    ],
)
def test_seats_by_the_time_of_day(local, seats):
    """In the district's own time; shifts add up, and go over midnight."""
    instant = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(UTC)
    assert seats_at(RULE, instant, SHANGHAI) == seats
