"""Rows become records, and records rows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from alerts.store.base import DeliveryState
from alerts.store.cursor import micros
from alerts.store.rows import (
    attempt_of,
    attempt_row,
    delivery_of,
    delivery_row,
    incident_row,
    progress_row,
    step_row,
)
from alerts.store.tables import metadata
from tests.builders import at
from tests.builders_store import attempt, delivery, incident, place, step

ONE = delivery(seq=1, accepted_at=at(3), state=DeliveryState.ACCEPTED, attempts=1, spent=1, last_error="x")


@pytest.mark.parametrize(
    ("table", "row", "left_out"),
    [
        ("incident", incident_row(incident(), steps=1), set()),
        ("step", step_row("inc_1", step()), set()),
        ("delivery", delivery_row(ONE, head=False), {"number"}),
        ("attempt", attempt_row(attempt()), set()),
    ],
)
def test_rows_have_every_column(table, row, left_out):
    """A column that is added is written; row numbers are given by the database."""
    assert row.keys() | left_out == {column.name for column in metadata.tables[table].columns}


def test_outbox_row_both_ways():
    """Times come back with their zone; a body that a driver gives as a view of memory is bytes."""
    row = SimpleNamespace(**delivery_row(ONE, head=False) | {"body": memoryview(ONE.body)})
    assert delivery_of(row) == ONE
    assert isinstance(delivery_of(row).body, bytes)
    assert delivery_of(SimpleNamespace(**delivery_row(delivery(), head=True))) == delivery()


def test_ledger_row_both_ways():
    """Also without an answer."""
    for one in (attempt(), attempt(status=None, outcome="retry")):
        assert attempt_of(SimpleNamespace(**attempt_row(one))) == one


def test_unknown_state_is_an_error():
    """A row written by something else is not silently passed over."""
    with pytest.raises(ValueError, match="lost"):
        delivery_of(SimpleNamespace(**delivery_row(ONE, head=False) | {"state": "lost"}))


def test_progress_never_writes_the_body_again():
    """Only what attempts change; bytes and name of a delivery are for ever."""
    assert progress_row(ONE).keys().isdisjoint({"id", "seq", "body", "type", "receiver", "created_at"})


def test_grid_levels_of_an_incident():
    """Street and community are prefixes; a coarser place fills what it knows."""
    row = incident_row(incident(), steps=1)
    assert (row["street"], row["community"], row["grid"]) == ("330109001", "330109001002", "330109001002003")
    row = incident_row(incident(place=place(grid="330109")), steps=1)
    assert (row["street"], row["community"], row["grid"]) == ("330109", "330109", "330109")
    assert row["updated_at"] == micros(at(0))
