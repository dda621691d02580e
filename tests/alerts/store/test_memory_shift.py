"""Claims and waiting acts, in the twin. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

import pytest

from alerts.store.memory import MemoryStore
from core.errors import StoreError
from tests.builders import at
from tests.builders_shift import claim, pending
from tests.builders_store import delivery


def test_a_transaction_that_raises_leaves_neither() -> None:
    """Their tables are copied like all others."""
    store = MemoryStore()

    def fails() -> None:
        with store.write() as writer:
            writer.put_claim(claim())
            writer.put_pending_acts([pending()])
            writer.enqueue(delivery())  # of an incident that is not kept

    with pytest.raises(StoreError):
        fails()
    with store.read() as reader:
        assert reader.claims(after=at(0)) == ()
        assert reader.pending_acts() == ()
