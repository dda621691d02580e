from __future__ import annotations

import random
from pathlib import Path

import pytest

from alerts.signing import new_key
from core.clock import SystemClock
from core.errors import GridwatchError
from gridwatch.bench import deliver_drain
from gridwatch.bench.deliver_drain import drain, fill_outbox
from gridwatch.bench.deliver_parts import Parts
from gridwatch.bench.deliver_receiver import VARIABLE
from gridwatch.beside.child import Child, module


async def test_a_receiver_that_takes_nothing_ends_the_bench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how far it came, instead of waiting for ever."""
    monkeypatch.setattr(deliver_drain, "_STALLED_S", 0.5)
    async with Child(module("gridwatch.bench.deliver_receiver"), {VARIABLE: new_key()}) as receiver:
        url = receiver.hello["url"]
        parts = Parts(tmp_path, url=url, secret=new_key(), clock=SystemClock(), rng=random.Random(1))
        await fill_outbox(parts, incidents=2, versions=1)
        with pytest.raises(GridwatchError, match="0 of 2 were accepted"):
            await drain(parts, receiver, incidents=2, deliveries=2)
        parts.close()
        assert (await receiver.ask({}))["refused"] == 2  # another secret
