"""Facts in the database. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from pathlib import Path

from alerts.store.sql import SqlStore
from alerts.store.sql_facts import _PAGE, _STARTING
from tests.builders_store import incident, step


def test_many_are_asked_for_in_several_questions(tmp_path: Path) -> None:
    """More ids than a statement takes parameters for: all are found."""
    store = SqlStore(f"sqlite:///{tmp_path / 'store.db'}", environment={})
    with store.write() as writer:
        for number in range(3):
            writer.put_incident(incident(f"inc_{number}"), [step()])
    with store.read() as reader:
        found = reader.facts_of([f"inc_{number}" for number in range(40_000)])
    store.close()
    assert sorted(one.id for one in found) == ["inc_0", "inc_1", "inc_2"]


def test_pages_and_beginnings_are_ranges_of_the_key(tmp_path: Path) -> None:
    """Neither sorts nor scans: a page of a million costs what a page of ten does."""
    store = SqlStore(f"sqlite:///{tmp_path / 'store.db'}", environment={})
    asked = {"after": "a", "limit": 5, "prefix": "a", "beyond": "b"}
    with store.read() as reader:
        for question in (_PAGE, _STARTING):
            names = {name: asked[name] for name in question.compile().params if name in asked}
            connection = reader._connection
            literal = {"literal_binds": True, "render_postcompile": True}
            compiled = question.params(names).compile(connection, compile_kwargs=literal)
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")
            told = " ".join(str(row[3]) for row in plan)
            assert "SEARCH incident USING" in told
            assert "(id>" in told
            assert "TEMP B-TREE" not in told
    store.close()
