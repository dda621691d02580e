"""What the SQL reader says of a spoiled database. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from alerts.store.base import IncidentQuery
from alerts.store.engine import writing
from alerts.store.sql import SqlStore
from core.errors import StoreError
from tests.builders_store import incident, step


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """A database with one incident, one rule state and one event."""
    made = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    with made.write() as writer:
        writer.put_incident(incident(), [step()])
        writer.put_health("cam-1", {"ok": True})
    yield made
    made.close()


@pytest.mark.parametrize(
    ("statement", "ask", "told"),
    [
        ("UPDATE incident_document SET document = '{'", lambda r: r.incident("inc_1"), "incident: not JSON"),
        (
            "UPDATE incident_document SET document = replace(document, '\"v\":1', '\"v\":7')",
            lambda r: r.find(IncidentQuery()),
            "document version 7.*update it",
        ),
        ("UPDATE step SET document = '[]'", lambda r: r.history("inc_1"), "step: not an object"),
        ("UPDATE camera_record SET document = '3'", lambda r: r.all_health(), "health of cam-1"),
        ("DROP TABLE callback", lambda r: r.callback_answer("a", "b"), "no such table: callback"),
    ],
)
def test_spoiled_content_is_told_by_what_it_belongs_to(store, statement, ask, told):
    """Somebody edited the database: the error says where, and nothing is guessed."""
    with writing(store._engine) as connection:
        connection.execute(text(statement.replace(":", "\\:")))
    with pytest.raises(StoreError, match=told), store.read() as reader:
        ask(reader)
