"""Which case has which life, where and when."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from gridwatch.bench.console.casting import DAYS, Role, cast
from gridwatch.bench.console.district import spots
from gridwatch.bench.console.lives import ENDED, LIVE
from gridwatch.bench.deliver_parts import grid
from tests.gridwatch.bench.console.conftest import NOW

ROLES = {
    (life, matter): Role(life, 60.0, {}, frozenset({(0, False)}))
    for life in (*ENDED, *LIVE)
    for matter in "ab"
}


def test_a_year_in_order_and_the_last_ones_live() -> None:
    """Ids grow with time, as they would; shares are kept; the same seed gives the same."""
    cameras = spots(grid(), cameras=40)

    def made() -> list:
        weights = {"a": 0.9, "b": 0.1}
        return list(cast(ROLES, weights, cameras, count=3000, now=NOW, seed=1))

    found = made()
    ended, live = found[:-6], found[-6:]
    assert all(role.life in LIVE for role, _, _ in live)
    assert not any(role.life in LIVE for role, _, _ in ended)
    starts = [start for _, _, start in ended]
    assert starts == sorted(starts)
    assert timedelta(days=DAYS - 2) < starts[-1] - starts[0] < timedelta(days=DAYS)
    ids = [values["id"] for _, values, _ in ended]
    assert ids == sorted(set(ids))
    assert all(start + timedelta(minutes=1) < NOW for _, _, start in found)
    counts = Counter(role.life for role, _, _ in ended)
    assert abs(counts[ENDED[0]] / len(ended) - ENDED[0].share) < 0.05
    assert [values for _, values, _ in made()] == [values for _, values, _ in found]
    assert {values["street"] for _, values, _ in found} <= {spot.path[1].code for spot in cameras}
