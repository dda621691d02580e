from __future__ import annotations

import random
from pathlib import Path

import pytest

from alerts.signing import new_key
from core.clock import SystemClock
from core.errors import GridwatchError
from gridwatch.bench import deliver_latency
from gridwatch.bench.deliver_latency import latency
from gridwatch.bench.deliver_parts import Parts
from tests.fakes.receiver import FakeReceiver, Reply


def _parts(folder: Path, url: str) -> Parts:
    return Parts(folder, url=url, secret=new_key(), clock=SystemClock(), rng=random.Random(1), retry_s=(60,))


async def test_the_way_of_each_change_is_timed(tmp_path: Path) -> None:
    """A receiver that takes 50 ms to answer is in every figure; found and closed are both told."""
    async with FakeReceiver(choose=lambda _body: Reply(delay_s=0.05)) as server:
        parts = _parts(tmp_path, server.url)
        found = await latency(parts, per_s=40, seconds=1.2)
        parts.close()
    assert found.deliveries == 48
    assert 50 <= found.p50_ms <= found.p95_ms <= found.p99_ms <= found.worst_ms < 5000
    for kind in (b"incident.opened", b"incident.closed"):
        assert any(kind in taken.body for taken in server.taken), kind


async def test_what_was_not_accepted_is_no_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error: a percentile over what did arrive would hide it."""
    monkeypatch.setattr(deliver_latency, "_LAST_S", 0.3)
    async with FakeReceiver(choose=lambda _body: Reply(status=500)) as server:
        parts = _parts(tmp_path, server.url)
        with pytest.raises(GridwatchError, match="was not accepted"):
            await latency(parts, per_s=20, seconds=0.2)
        parts.close()
