"""Rows of many incidents in a few statements. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text

from alerts.store.sql import SqlStore
from core.incident import Status
from tests.builders_store import changed, incident, step, view


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An empty database."""
    made = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    yield made
    made.close()


def test_ten_cost_as_many_statements_as_one(store):
    """New ones and changed ones: rows of one table go in together."""
    asked: list[str] = []
    event.listen(
        store._engine, "before_cursor_execute", lambda _c, _cur, statement, *_: asked.append(statement)
    )

    def cost(changes) -> int:
        asked.clear()
        with store.write() as writer:
            writer.put_incidents(changes)
        return len(asked)

    def ten(first: int) -> list:
        return [
            incident(f"inc_{n}", views=(view(f"cam-{n}", subject=f"s{n}"),), opened_at=None)
            for n in range(first, first + 10)
        ]

    assert cost([(one, [step()]) for one in ten(0)[:1]]) == cost([(one, [step()]) for one in ten(10)])
    ended = [changed(one, seconds=9, status=Status.CLOSED) for one in (*ten(0)[:1], *ten(10))]
    assert cost([(ended[0], [step(2)])]) == cost([(one, [step(2)]) for one in ended[1:]])


def test_side_rows_follow_each_incident(store):
    """What one incident loses is not taken from another that has the same camera."""
    two = [incident(f"inc_{n}", views=(view("cam-1", subject=f"s{n}"), view("cam-2"))) for n in (1, 2)]
    with store.write() as writer:
        writer.put_incidents([(one, [step()]) for one in two])
    with store.write() as writer:
        writer.put_incidents([(changed(two[0], seconds=5, views=(view("cam-2"), view("cam-3"))), [])])
    with store.read() as reader:
        rows = reader._connection.execute(
            text("SELECT incident_id, camera_id FROM incident_camera ORDER BY 1, 2")
        )
        assert [tuple(row) for row in rows] == [
            ("inc_1", "cam-2"),
            ("inc_1", "cam-3"),
            ("inc_2", "cam-1"),
            ("inc_2", "cam-2"),
        ]
