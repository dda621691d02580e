"""The trail in the database: few statements a transaction, and no reading of it whole. See also tests/contract/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from alerts.store import sql_trail
from alerts.store.sql import SqlStore
from alerts.store.trail import Draft, Kind
from core.errors import StoreError
from tests.builders import at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An empty database."""
    made = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    yield made
    made.close()


def _drafts(*cases: str) -> list[Draft]:
    return [Draft(incident_id=case, at=at(0), kind=Kind.CHANGED, record="{}") for case in cases]


def test_a_transaction_adds_its_rows_in_four_statements(store):
    """However many rows and cases: head, tails, rows, head."""
    said: list[str] = []
    with store.write() as writer:
        sql_trail.Scribe(writer._connection).seal()  # nothing: nothing is asked
        event.listen(
            store._engine, "before_cursor_execute", lambda *told: said.append(told[2].split()[0]), named=False
        )
        scribe = sql_trail.Scribe(writer._connection)
        scribe.add(*_drafts(*(f"inc_{n % 7}" for n in range(50))))
        scribe.seal()
        scribe.seal()
    assert said == ["SELECT", "SELECT", "INSERT", "INSERT"]
    with store.read() as reader:
        assert [row.seq for row in reader.trail_of("inc_3")] == list(range(1, 8))
        assert reader.trail_head().number == 50


def test_the_tail_of_a_case_is_found_by_its_key(store):
    """The rows of all other cases are not touched."""
    with store.read() as reader:
        plan = "\n".join(
            str(row[3])
            for row in reader._connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN "
                + str(
                    sql_trail._TAILS.params(ids=["a", "b"]).compile(
                        reader._connection, compile_kwargs={"literal_binds": True}
                    )
                )
            )
        )
    assert "SCAN trail" not in plan, plan
    assert plan.count("SEARCH trail USING") == 2, plan


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE trail SET at='garbage' WHERE number=2",
        "UPDATE trail SET at=1000000000000000000 WHERE number=2",
        "UPDATE trail SET record=x'fffe' WHERE number=2",
        "UPDATE trail SET kind=x'00' WHERE number=2",
    ],
)
def test_a_row_that_was_never_written_so_is_named(store, change):
    """SQLite keeps any value in any column: whoever changed it is found, and no fault of ours is shown."""
    with store.write() as writer:
        scribe = sql_trail.Scribe(writer._connection)
        scribe.add(*_drafts("a", "b"))
        scribe.seal()
        writer._connection.exec_driver_sql(change)
    with store.read() as reader, pytest.raises(StoreError, match="row 2 of the trail is damaged"):
        reader.trail(0, 10)
