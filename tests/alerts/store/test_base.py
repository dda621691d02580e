"""The contract itself: its records, and that both stores have every method of it."""

from __future__ import annotations

import inspect

import pytest

from alerts.store import memory, memory_reader, sql, sql_reader, sql_writer
from alerts.store.base import DeliveryState, IncidentQuery, Reader, Store, Writer
from tests.builders_store import delivery


@pytest.mark.parametrize(
    ("protocol", "kind"),
    [
        (Reader, memory_reader.MemoryReader),
        (Writer, memory._Writer),
        (Store, memory.MemoryStore),
        (Reader, sql_reader.SqlReader),
        (Writer, sql_writer.SqlWriter),
        (Store, sql.SqlStore),
    ],
)
def test_stores_have_every_method_with_its_arguments(protocol, kind):
    """A method added to the contract is missed here, in either twin."""
    for name, method in inspect.getmembers(protocol, inspect.isfunction):
        if name.startswith("_"):
            continue
        assert (
            inspect.signature(getattr(kind, name)).parameters.keys()
            == inspect.signature(method).parameters.keys()
        )


def test_defaults_of_the_records():
    """A new delivery is pending and untried; a query without filters asks for one page."""
    row = delivery()
    assert (row.state, row.attempts, row.spent) == (DeliveryState.PENDING, 0, 0)
    assert (IncidentQuery().limit, IncidentQuery().after) == (50, None)
