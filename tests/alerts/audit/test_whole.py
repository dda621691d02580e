"""The chain of the whole store, and heads that somebody noted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alerts.audit.whole import audit
from alerts.store.base import FIRST, Head, Row, Store
from alerts.store.memory import MemoryStore
from alerts.store.trail import Draft, Kind, Tail, bind
from tests.builders_store import changed, incident, step


def _store(cases: int = 3) -> MemoryStore:
    store = MemoryStore()
    for n in range(cases):
        with store.write() as writer:
            writer.put_incident(incident(f"inc_{n}"), [step(1), step(2, "confirmed")])
    return store


def _audit(store: Store, **asked: Any) -> list[str]:
    with store.read() as reader:
        return [str(fault) for fault in audit(reader, **asked).faults]


def _swap(store: MemoryStore, rows: list[Row]) -> None:
    store._tables.trail = {}
    for row in rows:
        store._tables.trail[row.incident_id] = (*store._tables.trail.get(row.incident_id, ()), row)


def _rows(store: MemoryStore) -> list[Row]:
    with store.read() as reader:
        return list(reader.trail())


def test_an_untouched_store_is_whole_and_counted():
    """Also an empty one; how far the walk has come is told."""
    told: list[float] = []
    with _store().read() as reader:
        result = audit(reader, progress=told.append)
    assert (result.whole, result.rows, result.cases, result.head.number) == (True, 6, 3, 6)
    assert told == sorted(told)
    assert told[-1] == 12
    with MemoryStore().read() as reader:
        assert audit(reader, noted=[FIRST]).whole


def test_rows_taken_out_are_named():
    """In the middle and at the end; the first of them is told first."""
    store = _store()
    rows = _rows(store)
    _swap(store, rows[:2] + rows[3:])
    assert _audit(store)[0] == "row 4, case inc_1, seq 2: rows 3 to 3 before it were taken out"
    _swap(store, rows[:4])
    told = _audit(store)
    assert told[0] == "row 5: rows 5 to 6 at the end were taken out"
    assert told[1] == "case inc_2: is open, but all of its trail is gone"


def test_a_row_that_does_not_follow_is_named():
    """A chain, or a hash, that was written anew."""
    store = _store()
    rows = _rows(store)
    _swap(store, [*rows[:3], replace(rows[3], chain="f" * 64), *rows[4:]])
    assert "row 4, case inc_1, seq 2: its chain does not follow" in _audit(store)[0]
    _swap(store, rows)
    store._tables.trail_head = replace(store._tables.trail_head, chain="e" * 64)
    assert "the head is row 6" in _audit(store)[0]


def test_a_noted_head_is_in_the_chain_for_ever():
    """Noted before, asked for later: its row is told."""
    store = _store(2)
    with store.read() as reader:
        noted = reader.trail_head()
    with store.write() as writer:
        writer.put_incident(changed(incident("inc_1"), seconds=9), [step(3, "confirmed")])
    with store.read() as reader:
        result = audit(reader, noted=[noted.chain])
    assert (result.whole, result.noted, result.rows) == (True, ((noted.chain, 4),), 5)


def test_a_trail_written_anew_is_found_by_a_noted_head():
    """All of it consistent, history and chains: only what was noted elsewhere speaks against it."""
    store = _store(2)
    with store.read() as reader:
        noted = reader.trail_head()
    rows = _rows(store)
    said = replace(step(2, "confirmed"), who="operator:somebody-else")
    with MemoryStore().write() as writer:
        writer.put_incident(incident("inc_1"), [step(1), said])
        new = [row.record for row in writer.trail()]
        history, document = writer.history("inc_1"), writer.incident("inc_1")
    drafts = [
        Draft(incident_id=row.incident_id, at=row.at, kind=Kind(row.kind), record=record)
        for row, record in zip(rows, [rows[0].record, rows[1].record, *new], strict=True)
    ]
    forged, store._tables.trail_head = bind(drafts, Head(), dict[str, Tail]())
    _swap(store, forged)
    store._tables.steps["inc_1"] = history
    assert document is not None
    store._tables.incidents["inc_1"] = document
    assert _audit(store) == [], "whoever writes everything anew leaves nothing to find in it"
    assert _audit(store, noted=[noted.chain]) == [
        f"the noted head {noted.chain} is not in the chain: rows up to it were changed or taken out"
    ]


def test_a_thousand_faults_are_not_all_told():
    """A hundred are enough to know."""
    store = _store(150)
    _swap(store, [replace(row, hash="0" * 64) for row in _rows(store)])
    assert len(_audit(store)) == 100
