"""Acts that may be taken back, in the twin. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

import pytest

from alerts.store.memory import MemoryStore
from core.errors import StoreError
from tests.alerts.store.test_undo import act
from tests.builders_store import delivery


def test_a_transaction_that_raises_leaves_no_act() -> None:
    """Its table is copied like all others."""
    store = MemoryStore()

    def fails() -> None:
        with store.write() as writer:
            writer.put_undo(act())
            writer.enqueue(delivery())  # of an incident that is not kept

    with pytest.raises(StoreError):
        fails()
    with store.read() as reader:
        assert reader.undo("inc_1") is None
