"""What only the in-memory store promises. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from alerts.store.memory import MemoryStore
from tests.builders_store import incident, step


def test_put_does_not_touch_what_a_reader_holds():
    """Tables are copied when a transaction first changes them, and only those."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
    before = store._tables
    with store.write() as writer:
        writer.put_health("cam-1", {})
    assert store._tables.incidents is before.incidents
    assert store._tables.records is not before.records
    assert before.records == {}


def test_facts_are_a_copy():
    """A caller's mapping that goes on changing does not change the kept incident."""
    facts = {"model": "a"}
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(facts=facts), [step()])
    facts["model"] = "b"
    with store.read() as reader:
        kept = reader.incident("inc_1")
    assert kept is not None
    assert kept.facts == {"model": "a"}
