from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.errors import ConfigError
from gridwatch.workbench.feedback.since import since


def test_a_day_begins_where_the_district_is() -> None:
    """A day is the district's; an instant with a zone is itself; nothing is nothing."""
    assert since("2026-11-01", "Asia/Shanghai") == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert since("2026-11-01T08:00+08:00", "Europe/Paris") == datetime(2026, 11, 1, tzinfo=UTC)
    assert since(None, "Asia/Shanghai") is None


def test_what_is_no_day_is_told() -> None:
    """With what to write instead."""
    with pytest.raises(ConfigError, match="write a day such as"):
        since("yesterday", "Asia/Shanghai")


def test_a_day_before_the_calendar_is_told() -> None:
    """In UTC it would lie before the year 1."""
    with pytest.raises(ConfigError, match="write a day such as"):
        since("0001-01-01T00:00+14:00", "Asia/Shanghai")
