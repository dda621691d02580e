"""Files of cases in the database: a few questions for many; what they hold is in tests/contract/."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event

from alerts.store.sql import SqlStore
from tests.builders_store import delivery, incident, step


def test_many_cases_take_as_many_questions_as_one(tmp_path: Path):
    """An audit asks for every case there is."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    with store.write() as writer:
        for n in range(20):
            writer.put_incident(incident(f"inc_{n}"), [step()])
            writer.enqueue(delivery(f"msg_{n}", incident_id=f"inc_{n}"))
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts = []
    for many in (1, 20):
        with store.read() as reader:
            asked.clear()
            assert len(reader.case_files([f"inc_{n}" for n in range(many)])) == many
            counts.append(len(asked))
    assert counts == [6, 6]
    store.close()
