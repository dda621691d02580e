"""The token bucket keeps the rate, whatever the rhythm of asking."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pace import Pace


@settings(deadline=None, max_examples=50)
@given(st.floats(0.5, 200), st.lists(st.floats(0, 0.5), min_size=1, max_size=100))
def test_no_stretch_of_time_sees_more_than_rate_and_burst(rate: float, steps: list[float]):
    """In any stretch of t seconds at most rate * t + burst starts happen."""
    pace, now, starts, least = Pace(rate), 100.0, 0, float("inf")
    for step in steps:
        now += step
        while pace.wait(now) == 0:
            pace.take(now)
            # starts i..j obey j - i + 1 <= rate * (t_j - t_i) + burst; compare with the tightest i
            least = min(least, starts - rate * now)
            assert starts - rate * now - least + 1 <= pace.burst + 1e-3
            starts += 1


def test_waiting_as_told_is_enough():
    """Whoever waits as long as told may start; rounding does not send him away again."""
    pace, now = Pace(3.0), 0.1
    for _ in range(1000):
        now += pace.wait(now)
        assert pace.wait(now) == 0
        pace.take(now)
    assert abs(now - 1000 / 3.0) < 1.0


def test_a_clock_that_stands_gives_nothing_for_free():
    """A repeated or earlier instant refills nothing."""
    pace = Pace(1.0)
    pace.take(10.0)
    assert pace.wait(10.0) == 1.0
    assert pace.wait(9.0) == 1.0
