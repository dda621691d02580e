from __future__ import annotations

import random
from pathlib import Path

import pytest

from alerts.signing import new_key
from core.clock import SystemClock
from core.errors import GridwatchError
from gridwatch.bench import crash
from gridwatch.bench.crash import Kills, bench_crash
from gridwatch.bench.crash_lives import ARRIVED, WITNESSED, read_lines
from gridwatch.bench.deliver_looks import fill
from gridwatch.bench.deliver_parts import Parts


async def test_killed_at_random_nothing_is_lost(tmp_path: Path) -> None:
    """A few rounds of `gridwatch bench crash`: work was done, kills happened in it, and everything is whole."""
    told: list[float] = []
    found = await bench_crash(Kills(rounds=8, seed=3, life_s=0.8), progress=told.append, folder=tmp_path)
    assert found.faults == ()
    assert found.whole
    assert (found.lost, found.out_of_order, found.trails_broken, found.altered, found.pending) == (0,) * 5
    assert told == [1, 2, 3, 4, 5, 6, 7, 8]
    assert sum(found.kills.values()) >= 8
    assert found.ended_by_themselves == 0
    assert found.incidents > 1
    assert 0 < found.deliveries <= found.arrivals
    assert found.arrivals - found.duplicated_at_receiver == found.deliveries
    assert found.witnessed == len(read_lines(tmp_path / WITNESSED))
    assert {
        "rounds",
        "lost",
        "duplicated_at_receiver",
        "out_of_order",
        "trails_broken",
    } <= found.to_json().keys()
    assert len({line["version"] for line in read_lines(tmp_path / ARRIVED)}) > 1


async def test_what_is_never_delivered_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what is owed, instead of waiting for ever: here there is no receiver."""
    parts = Parts(
        tmp_path, url="http://127.0.0.1:9/", secret=new_key(), clock=SystemClock(), rng=random.Random(1)
    )
    fill(parts, range(2), versions=2)
    parts.close()
    start = crash._Nursery.start

    async def without_receiver(self, kind: str, life: int, *, quiet: bool = False) -> None:
        if kind == "service":
            await start(self, kind, life, quiet=quiet)

    monkeypatch.setattr(crash._Nursery, "start", without_receiver)
    with pytest.raises(GridwatchError, match=r"\d+ deliveries were not accepted within 0 s"):
        await bench_crash(Kills(rounds=1, life_s=0.05, settle_s=0.3), folder=tmp_path)
