"""The figures' part of the database. The contract is in tests/contract/test_figures.py."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from alerts.store.engine import reading
from alerts.store.figures import LookFigure, Looks
from alerts.store.sql import SqlStore
from alerts.store.sql_figures import LAST, added


def test_what_has_changed_is_found_by_index(tmp_path: Path):
    """A console asks every few seconds: neither cases nor alarms are read whole for it."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    asked = {
        "SELECT * FROM case_figure WHERE changed > 7 ORDER BY changed LIMIT 9": "ix_case_figure_changed",
        "SELECT max(changed) FROM case_figure": "ix_case_figure_changed",
        "SELECT * FROM load_mark m LEFT JOIN case_figure f ON f.incident_id = m.incident_id "
        "WHERE m.number > 7 ORDER BY m.number LIMIT 9": "ix_case_figure_incident",
    }
    with reading(store._engine) as connection:
        for question, index in asked.items():
            plan = " ".join(row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {question}")))
            assert index in plan, plan
    store.close()


def test_the_next_number_is_found_without_reading_the_rows(tmp_path: Path):
    """Every transaction that changes a case asks for it: with a million of them it may not be a walk."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    with reading(store._engine) as connection:
        plan = [
            row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {LAST.compile(connection)}")
        ]
        assert sum(step.startswith("SEARCH case_figure") for step in plan) == 2, plan
        assert not any(step.startswith("SCAN case_figure") for step in plan), plan
    store.close()


def test_kinds_add_up_by_name():
    """What an hour holds and what is new are added kind by kind."""
    kept = LookFigure(1, "police", 2, 1, 1, '{"failed.timeout": 1}')
    after = added(kept, Looks(due=3, on_time=1, kinds={"failed.timeout": 1, "missed.budget": 1}))
    assert after == LookFigure(1, "police", 5, 2, 1, '{"failed.timeout": 2, "missed.budget": 1}')
