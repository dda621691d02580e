from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from alerts.store.memory import MemoryStore
from gridwatch.memory import StoreMemory


def test_what_worked_is_remembered_across_restarts() -> None:
    """Writing does not wait; reading sees it once the store's thread has done it."""
    store = MemoryStore()
    with ThreadPoolExecutor(1) as thread:
        StoreMemory(store, thread).remember("cam-1", {"snapshot_url": "http://h/1"})
    with ThreadPoolExecutor(1) as thread:
        assert StoreMemory(store, thread).recall("cam-1") == {"snapshot_url": "http://h/1"}
        assert StoreMemory(store, thread).recall("cam-2") is None
