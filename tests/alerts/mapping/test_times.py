from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.mapping.times import why_no_format, write_time

AT = datetime(2026, 11, 2, 23, 5, 9, 123_456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("format_", "zone", "written"),
    [
        ("iso", "Asia/Shanghai", "2026-11-03T07:05:09+08:00"),
        ("iso", "UTC", "2026-11-02T23:05:09Z"),
        ("unix_s", "Asia/Shanghai", 1793660709),
        ("unix_ms", "UTC", 1793660709123),
        ("yyyy-MM-dd HH:mm:ss", "Asia/Shanghai", "2026-11-03 07:05:09"),
        ("yyyy/MM/dd HH:mm:ss.SSS", "UTC", "2026/11/02 23:05:09.123"),
        ("yyyyMMddHHmmss", "Asia/Shanghai", "20261103070509"),
        ("yyyy-MM-dd'T'HH:mm:ss'Z'", "UTC", "2026-11-02T23:05:09Z"),
        ("yyyy年MM月dd日", "Asia/Shanghai", "2026年11月03日"),
    ],
)
def test_times_as_platforms_write_them(format_: str, zone: str, written: str | int) -> None:
    """The day changes with the zone; unix time has none."""
    assert why_no_format(format_) is None
    assert write_time(AT, format_, zone) == written


@pytest.mark.parametrize(
    ("format_", "says"),
    [
        ("YYYY-MM-dd", "YYYY"),
        ("yyyy-MM-dd hh:mm", "hh"),
        ("T", "T is no part"),
        ("--", "no part"),
        ("yyyy'", "'"),
    ],
)
def test_patterns_that_would_print_nonsense_are_refused(format_: str, says: str) -> None:
    """`YYYY` is a week's year elsewhere, `hh` a clock of twelve hours: neither is silently taken."""
    assert says in (why_no_format(format_) or "")
