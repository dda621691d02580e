"""Sending again, by what an operator names."""

from __future__ import annotations

import pytest

from alerts.replay import NothingNamed, replay
from alerts.store.base import DeliveryState
from alerts.store.memory import MemoryStore
from tests.builders import at
from tests.builders_store import attempt, delivery, incident, step

S = DeliveryState


@pytest.fixture
def store() -> MemoryStore:
    """Two receivers, each with one delivery in every state; `b` is disabled."""
    made = MemoryStore()
    with made.write() as writer:
        for receiver in ("a", "b"):
            for n, state in enumerate((S.PENDING, S.ACCEPTED, S.DEAD)):
                name = f"{receiver}_{state.value}"
                writer.put_incident(incident(f"inc_{name}"), [step()])
                writer.enqueue(delivery(name, incident_id=f"inc_{name}", receiver=receiver, seconds=n * 10))
                if state is not S.PENDING:
                    writer.settle(attempt(name), state=state, next_at=None)
        writer.disable_receiver("b", "gone")
    return made


def _pending(store: MemoryStore) -> set[str]:
    with store.read() as reader:
        return {row.id for row in reader.deliveries(states=(S.PENDING,))}


@pytest.mark.parametrize(
    ("named", "count", "now_pending"),
    [
        ({"ids": ["a_accepted", "b_dead", "nobody"]}, 2, {"a_pending", "a_accepted", "b_dead"}),
        ({"receiver": "a"}, 1, {"a_pending", "a_dead"}),
        ({"receiver": "a", "states": [S.DEAD, S.ACCEPTED]}, 2, {"a_pending", "a_dead", "a_accepted"}),
        ({"receiver": "b"}, 2, {"a_pending", "b_pending", "b_dead"}),
        ({"receiver": "b", "since": at(50)}, 1, {"a_pending", "b_pending"}),
        ({"since": at(0)}, 2, {"a_pending", "a_dead", "b_dead"}),
        ({"since": at(21)}, 0, {"a_pending"}),
        ({"since": at(0), "until": at(20)}, 0, {"a_pending"}),
        ({"since": at(0), "until": at(21)}, 2, {"a_pending", "a_dead", "b_dead"}),
        ({"since": at(0), "states": [S.ACCEPTED]}, 2, {"a_pending", "a_accepted", "b_accepted"}),
        ({"since": at(0), "states": [S.PENDING]}, 0, {"a_pending"}),
        (
            {"receiver": "a", "since": at(10), "states": [S.DEAD, S.ACCEPTED]},
            2,
            {"a_pending", "a_accepted", "a_dead"},
        ),
    ],
)
def test_what_goes_again(store, named, count, now_pending):
    """By id whatever became of it; else what was given up, and more only when asked for."""
    before = _pending(store)
    assert replay(store, now=at(99), **named, dry_run=True) == count
    assert _pending(store) == before
    assert replay(store, now=at(100), **named) == count
    assert _pending(store) == now_pending
    assert replay(store, now=at(101), **named) == 0


def test_naming_a_receiver_enables_it(store):
    """Its operator says that it is back."""
    replay(store, now=at(100), receiver="b")
    with store.read() as reader:
        assert reader.disabled_receivers() == {}
        assert {row.id for row in reader.due_deliveries(at(100), 10, receiver="b")} == {"b_pending", "b_dead"}


def test_everything_is_not_a_wish(store):
    """A replay that names nothing is refused."""
    with pytest.raises(NothingNamed, match="ids, a receiver or a time"):
        replay(store, now=at(0))


def test_more_than_one_page(store, monkeypatch):
    """Pages join; what was requeued is not found again."""
    monkeypatch.setattr("alerts.replay._PAGE", 1)
    assert replay(store, now=at(100), since=at(0), states=[S.DEAD, S.ACCEPTED]) == 4
