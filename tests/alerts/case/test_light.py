"""Day and night at a place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alerts.case.light import next_light, sun_deg
from core.geo import Datum, LonLat

HANGZHOU = LonLat(lon=120.2, lat=30.3)
NORTH = LonLat(lon=20.0, lat=78.0)


def utc(month: int, day: int, hour: float) -> datetime:
    """An instant of 2026."""
    return datetime(2026, month, day, tzinfo=UTC) + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("at", "deg", "within"),
    [
        (utc(6, 21, 4.0), 83.1, 0.5),  # local noon at the solstice: 90 - 30.3 + 23.4
        (utc(12, 21, 3.95), 36.3, 0.5),
        (utc(6, 21, 16.0), -36.3, 0.6),  # local midnight
    ],
)
def test_the_sun_stands_where_it_must(at: datetime, deg: float, within: float) -> None:
    """Noon and midnight of the solstices, by the latitude alone."""
    assert sun_deg(HANGZHOU, at) == pytest.approx(deg, abs=within)


def test_the_next_light() -> None:
    """By day at once; by night the coming morning, to half a minute; the datum of the point does not matter."""
    noon, midnight = utc(11, 2, 4), utc(11, 2, 16)
    assert next_light(HANGZHOU, noon, least_deg=3) == noon
    morning = next_light(HANGZHOU, midnight, least_deg=3)
    assert morning is not None
    assert utc(11, 2, 22) < morning < utc(11, 3, 0)  # after 06:00 in China
    assert sun_deg(HANGZHOU, morning) == pytest.approx(3, abs=0.15)
    shifted = HANGZHOU.to(Datum.GCJ02)
    assert abs(sun_deg(shifted, midnight) - sun_deg(HANGZHOU, midnight)) < 1e-3


def test_where_there_is_no_morning() -> None:
    """In the polar night nothing is promised."""
    assert next_light(NORTH, utc(12, 21, 10), least_deg=3) is None
