"""Questions over plain tables. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from alerts.store.base import IncidentQuery
from alerts.store.memory_reader import MemoryReader, Tables
from tests.builders_store import delivery, incident


def test_empty_tables_answer_everything():
    """Nothing kept is an answer, not an error."""
    reader = MemoryReader(Tables())
    assert reader.find(IncidentQuery()).incidents == ()
    assert reader.live_incidents() == ()
    assert reader.count_deliveries() == {}
    assert reader.last_event_seq() == 0


def test_reader_stays_with_the_tables_it_was_given():
    """A later set of tables is another reader's."""
    before = Tables(incidents={"inc_1": incident()}, deliveries={"msg_1": delivery(seq=1)})
    reader = MemoryReader(before)
    assert reader.incident("inc_1") == incident()
    assert [row.id for row in reader.deliveries()] == ["msg_1"]
