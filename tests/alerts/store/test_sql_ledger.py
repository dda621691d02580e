"""How the database answers the ledger's questions. The contract is in tests/contract/test_ledger.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from alerts.store.address import read_address
from alerts.store.base import DeliveryState
from alerts.store.engine import open_engine
from alerts.store.sql import SqlStore
from alerts.store.sql_ledger import SqlLedgerReader


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"states": [DeliveryState.DEAD]}, "ix_delivery_state"),
        ({"receiver": "city"}, "ix_delivery_receiver"),
        ({"case_number": "A-1"}, "ix_delivery_case_number"),
    ],
    ids=str,
)
def test_a_page_is_read_from_the_end_of_an_index(
    tmp_path: Path, wanted: dict[str, object], index: str
) -> None:
    """A ledger of years is not read for its last hundred rows."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    SqlStore(url, environment={}).close()
    engine = open_engine(read_address(url, {}), durable=False)
    asked: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with engine.connect() as connection:
        SqlLedgerReader.newest_deliveries(_over(connection), **wanted)  # type: ignore[arg-type]  # by name
        text, values = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()  # type: ignore[arg-type]  # as asked
    engine.dispose()
    told = " ".join(str(row[-1]) for row in plan)
    assert index in told


def _over(connection: object) -> SqlLedgerReader:
    reader = SqlLedgerReader()
    reader._connection = connection  # type: ignore[assignment]  # a mixin, alone
    return reader
