"""Facts in the twin. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from dataclasses import replace

from alerts.store.memory import MemoryStore
from core.geo import Datum
from tests.builders_store import incident, place, step


def test_a_place_told_in_another_datum_is_counted_where_it_is() -> None:
    """The SQL store keeps WGS-84 in its columns, and so does its twin."""
    told = place()
    moved = replace(told, point=told.point.to(Datum.GCJ02))
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(place=moved), [step()])
    with store.read() as reader:
        (fact,) = reader.facts()
    assert abs(fact.lon - told.point.lon) < 1e-8
    assert abs(fact.lat - told.point.lat) < 1e-8
