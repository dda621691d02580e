"""Which row of a queue goes next is kept in a column; the twin in memory looks for it each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from alerts.store.base import DeliveryState, Settled, Store
from alerts.store.memory import MemoryStore
from alerts.store.sql import SqlStore
from tests.builders import at
from tests.builders_store import attempt, delivery, incident, step

RECEIVERS = ("platform", "other")
STEPS = 150


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An empty database."""
    made = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    yield made
    made.close()


def _change(stores: list[Store], rng: random.Random, number: int) -> None:
    """Do one thing that moves rows, the same in every store."""
    what = rng.random()
    if what < 0.45:
        new = delivery(f"msg_{number}", incident_id=f"inc_{rng.randrange(4)}", receiver=rng.choice(RECEIVERS))
        for store in stores:
            with store.write() as writer:
                if writer.incident(new.incident_id) is None:
                    writer.put_incident(incident(new.incident_id), [step()])
                writer.enqueue(new)
        return
    with stores[0].read() as reader:
        rows = reader.deliveries()
    chosen = rng.sample(rows, min(len(rows), rng.randrange(1, 4)))
    receiver = rng.choice(RECEIVERS)
    ends = [rng.choice(list(DeliveryState)) for _ in chosen]
    for store in stores:
        with store.write() as writer:
            if what < 0.8:
                settled = [
                    Settled(attempt=attempt(row.id, row.attempts + 1), state=state, next_at=at(number))
                    for row, state in zip(chosen, ends, strict=True)
                ]
                writer.settle_all(settled)
            elif what < 0.92:
                writer.requeue([row.id for row in chosen], at(number))
            elif what < 0.96:
                writer.disable_receiver(receiver, "gone")
            else:
                writer.enable_receiver(receiver, at(number))


@pytest.mark.parametrize("seed", [1, 2])
def test_column_says_what_looking_for_it_says(store, seed):
    """After hundreds of enqueueings, endings, replays, disablings: the same heads as by definition."""
    rng, twin = random.Random(seed), MemoryStore()
    seen = 0
    for number in range(STEPS):
        _change([store, twin], rng, number)
        with store.read() as kept, twin.read() as looked:
            for receiver in RECEIVERS:
                due = [row.id for row in kept.due_deliveries(at(9999), 100, receiver=receiver)]
                assert due == [row.id for row in looked.due_deliveries(at(9999), 100, receiver=receiver)]
                seen += len(due)
    assert seen > STEPS  # there was something to compare
    with store.read() as reader:
        wrong = "SELECT count(*) FROM delivery WHERE head = 1 AND state <> 'pending'"
        assert reader._connection.scalar(text(wrong)) == 0


def test_thousands_behind_few_heads_cost_nothing(store):
    """What is due is found without stepping over what waits: the database's own count of steps says so."""
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
        for number in range(1000):
            writer.enqueue(delivery(f"msg_{number}"))
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with store.read() as reader:
        raw = reader._connection.connection.driver_connection
        raw.set_progress_handler(count, 10)
        assert [row.id for row in reader.due_deliveries(at(10), 50, receiver="platform")] == ["msg_0"]
        raw.set_progress_handler(None, 0)
    assert steps < 50  # of ten machine instructions each; stepping over a thousand rows takes hundreds
