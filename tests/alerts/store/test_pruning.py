"""What a prune asks is answered by indexes, and leaves no row behind. The contract is in tests/contract/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from alerts.store import pruning
from alerts.store.engine import reading
from alerts.store.sql import SqlStore
from core.incident import Status
from tests.builders import at
from tests.builders_store import incident, step, view

LATER = at(8 * 86_400)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An empty database."""
    made = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    yield made
    made.close()


def _plan(connection: Connection, question: Any) -> list[str]:
    compiled = question.compile(connection, compile_kwargs={"literal_binds": True})
    return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]


def test_candidates_are_found_without_opening_an_incident(store):
    """One stretch of an index, in order; whether a delivery names one is a look into another."""
    with reading(store._engine) as connection:
        plan = _plan(connection, pruning.came_to_nothing(LATER))
    covering = "USING COVERING INDEX"
    assert plan[0] == f"SEARCH incident {covering} ix_incident_status (status=? AND updated_at<?)"
    assert any(f"SEARCH delivery {covering}" in line and "(incident_id=?)" in line for line in plan), plan
    assert not any("SCAN incident" in line or "TEMP B-TREE" in line for line in plan), plan


def test_old_ledgers_are_one_stretch_of_the_ledger(store):
    """Neither all attempts are read nor all deliveries: both are kept for years."""
    with reading(store._engine) as connection:
        plan = _plan(connection, pruning.settled_long_ago(LATER))
    assert any("SEARCH attempt USING" in line and "(delivery_id<?)" in line for line in plan), plan
    assert any("SEARCH theirs USING" in line and "(id=?)" in line for line in plan), plan
    assert any("SEARCH delivery USING" in line and "ix_delivery_created_at" in line for line in plan), plan
    assert not any("SCAN" in line or "TEMP B-TREE" in line for line in plan), plan


def test_no_table_keeps_a_row_of_a_pruned_incident(store):
    """Side rows that were left would be looked through by every list of their camera, for ever."""
    views = (view("cam-1", "a"), view("cam-2", "b"))
    with store.write() as writer:
        writer.put_incident(incident(status=Status.EXPIRED, views=views), [step(1), step(2)])
        # as an older version might have left it: an ended incident has no subjects of its own accord
        writer._connection.execute(text("INSERT INTO live_subject VALUES ('a', 'inc_1')"))
    with store.write() as writer:
        assert writer.prune(LATER)["candidates"] == 1
    tables = ("incident", "incident_document", "incident_camera", "live_subject", "step")
    with reading(store._engine) as connection:
        left = [connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in tables]  # noqa: S608 - names from above
    assert left == [0] * len(tables)
