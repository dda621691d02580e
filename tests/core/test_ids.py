"""Identifiers: unique, sortable by time, countable in tests."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime

from core.clock import ManualClock
from core.ids import CountingIds, UlidIds

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def test_ulids_sort_by_creation() -> None:
    """Within one millisecond, across milliseconds, and when the clock stands still."""
    clock = ManualClock(START)
    ids = UlidIds(clock, random.Random(1))
    made = []
    for n in range(1000):
        made.append(ids.new("inc"))
        clock.advance(0.0004 * (n % 3))
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_a_ulid_holds_its_time() -> None:
    """The first ten characters are the milliseconds, in Crockford's base 32."""
    ids = UlidIds(ManualClock(START), random.Random(1))
    prefix, ulid = ids.new("inc").split("_")
    assert (prefix, len(ulid)) == ("inc", 26)
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    millis = 0
    for letter in ulid[:10]:
        millis = millis * 32 + alphabet.index(letter)
    assert millis == int(START.timestamp() * 1000)


def test_many_threads_share_one_source() -> None:
    """No id is given twice."""
    ids = UlidIds(ManualClock(START), random.Random(1))
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend([ids.new("x") for _ in range(500)])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000


def test_counting_ids_count_per_source() -> None:
    """Two sources do not share a count."""
    one, two = CountingIds(), CountingIds()
    assert [one.new("inc"), one.new("msg"), two.new("inc")] == ["inc_000001", "msg_000002", "inc_000001"]
