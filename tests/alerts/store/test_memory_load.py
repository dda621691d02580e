"""The load's part of the twin. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

import pytest

from alerts.store.memory import MemoryStore
from core.errors import StoreError
from tests.builders_load import NOON, silence
from tests.builders_store import delivery


def test_a_transaction_that_raises_leaves_no_silence():
    """The tables of the load are copied like all others."""
    store = MemoryStore()

    def fails() -> None:
        with store.write() as writer:
            writer.put_silence(silence())
            writer.enqueue(delivery())  # of an incident that is not kept

    with pytest.raises(StoreError):
        fails()
    with store.read() as reader:
        assert reader.silences(ending_after=NOON) == ()
