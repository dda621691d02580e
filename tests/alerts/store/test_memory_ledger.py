"""The ledger of the twin. The contract is in tests/contract/test_ledger.py."""

from __future__ import annotations

from alerts.store.memory import MemoryStore
from tests.builders_store import delivery, incident, step


def test_a_view_does_not_change_while_it_is_read() -> None:
    """What is queued meanwhile is not in it."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
        writer.enqueue(delivery("msg_1"))
    with store.read() as reader:
        with store.write() as writer:
            writer.enqueue(delivery("msg_2", seq=2))
        assert [row.id for row in reader.newest_deliveries()] == ["msg_1"]
