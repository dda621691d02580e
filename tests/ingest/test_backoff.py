"""Back-off spreads, grows and is capped."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ingest.backoff import full_jitter


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(0.01, 10_000), st.integers(0, 2**32))
def test_a_wait_never_leaves_its_bounds(failures: int, first_s: float, most_s: float, seed: int):
    """However many failures, the wait is in 0..most, and 0 when nothing failed."""
    wait = full_jitter(failures, first_s=first_s, most_s=most_s, rng=random.Random(seed))
    assert 0 <= wait <= most_s
    if failures == 0:
        assert wait == 0


def test_waits_double_on_average():
    """The mean wait is half the ceiling, and the ceiling doubles until the cap."""
    rng = random.Random(7)

    def mean(failures: int) -> float:
        waits = [full_jitter(failures, first_s=5, most_s=600, rng=rng) for _ in range(4000)]
        return sum(waits) / len(waits)

    for failures, ceiling in ((1, 5), (2, 10), (4, 40), (20, 600)):
        assert abs(mean(failures) - ceiling / 2) < ceiling * 0.05
