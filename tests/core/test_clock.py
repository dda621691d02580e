"""Clocks: the machine's own, and one that moves only when told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.clock import Clock, ManualClock, SystemClock

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def test_the_system_clock_knows_its_zone_and_runs_forwards() -> None:
    """UTC, and a monotonic reading that does not fall."""
    clock: Clock = SystemClock()
    first, then = clock.monotonic(), clock.monotonic()
    assert clock.now().utcoffset() == timedelta(0)
    assert then >= first


def test_the_manual_clock_moves_only_when_told() -> None:
    """Both readings advance together; moving to the past leaves it where it is."""
    clock = ManualClock(START)
    clock.advance(90)
    assert (clock.now(), clock.monotonic()) == (START + timedelta(seconds=90), 90.0)
    clock.move_to(START)
    assert clock.monotonic() == 90.0
    clock.move_to(START + timedelta(seconds=100))
    assert clock.monotonic() == 100.0


def test_a_start_in_another_zone_becomes_utc() -> None:
    """08:00 in Shanghai is midnight in UTC."""
    shanghai = timezone(timedelta(hours=8))
    assert ManualClock(START.replace(tzinfo=shanghai)).now() == datetime(2026, 11, 2, tzinfo=UTC)


def test_what_no_clock_may_do() -> None:
    """A start without a zone, and time that runs backwards."""
    with pytest.raises(ValueError, match="timezone-aware"):
        ManualClock(START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="backwards"):
        ManualClock(START).advance(-1)
