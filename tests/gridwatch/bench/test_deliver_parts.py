from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import text

from alerts.signing import new_key
from core.clock import SystemClock
from gridwatch.bench.deliver_looks import take
from gridwatch.bench.deliver_parts import RECEIVER, Parts
from tests.fakes.receiver import FakeReceiver, Reply


async def test_a_look_reaches_the_receiver_and_its_answer_the_incident(tmp_path: Path) -> None:
    """Durable to the disk, with a picture, grid path and city code; the acceptance comes back with the case number."""
    async with FakeReceiver([Reply(body=b'{"code": 0, "case_number": "C-1"}')]) as server:
        parts = Parts(
            tmp_path,
            url=server.url,
            secret=new_key(),
            clock=SystemClock(),
            rng=random.Random(1),
            retry_s=(0.1,),
        )
        opened = take(parts, 7)
        assert opened is not None
        assert await parts.courier.once() == 1
        await parts.courier.close()
        with parts.store.read() as reader:
            kept = reader.incident(opened.id)
            assert reader._connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
            assert reader._connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert [row.receiver for row in reader.deliveries()] == [RECEIVER]
        parts.close()
    assert kept is not None
    assert (kept.status.value, kept.case_number) == ("reported", "C-1")
    assert len(kept.place.grid) == 4
    assert kept.matter.code == "06042"
    assert len(kept.pictures) == 1
