"""Rows become records. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from alerts.store.base import DeliveryState
from alerts.store.cursor import micros
from alerts.store.sql_reader import delivery_of
from tests.builders import at
from tests.builders_store import delivery


def _row(**changes):
    one = delivery(seq=1, accepted_at=at(3), state=DeliveryState.ACCEPTED, attempts=1)
    values = {name: getattr(one, name) for name in one.__slots__}
    times = {name: micros(values[name]) for name in ("created_at", "next_at", "accepted_at")}
    return one, SimpleNamespace(**(values | times | {"state": one.state.value} | changes))


def test_row_of_the_outbox():
    """Times come back with their zone; a body that a driver gives as a view of memory is bytes."""
    one, row = _row(body=memoryview(b'{"hello":"world"}'))
    assert delivery_of(row) == one
    assert isinstance(delivery_of(row).body, bytes)


def test_unknown_state_is_an_error():
    """A row written by something else is not silently passed over."""
    with pytest.raises(ValueError, match="lost"):
        delivery_of(_row(state="lost")[1])
