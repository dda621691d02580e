"""The load's part of the database. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from alerts.store.engine import reading
from alerts.store.load import LoadMark, Marked
from alerts.store.sql import SqlStore
from tests.builders import at


def test_a_time_of_marks_is_found_by_index(tmp_path: Path):
    """A year has millions: neither a day's report nor an incident's last mark reads them all."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    with store.write() as writer:
        writer.add_load_marks(
            [LoadMark(at=at(n), incident_id=f"inc_{n}", what=Marked.SHOWN) for n in range(3)]
        )
    asked = {
        "SELECT * FROM load_mark WHERE at >= 0 ORDER BY at, number": "ix_load_mark_at",
        "SELECT max(number) FROM load_mark WHERE incident_id IN ('a', 'b') GROUP BY incident_id": (
            "ix_load_mark_incident"
        ),
    }
    with reading(store._engine) as connection:
        for question, index in asked.items():
            plan = " ".join(row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {question}")))
            assert index in plan, plan
    store.close()
