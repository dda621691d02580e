"""Claims and waiting acts, in the database. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from pathlib import Path

from alerts.store.sql import SqlStore
from tests.builders import at
from tests.builders_shift import claim, pending


def test_both_outlive_the_process(tmp_path: Path) -> None:
    """A restart between a decision and its time loses nothing."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = SqlStore(url, environment={})
    with store.write() as writer:
        writer.put_claim(claim())
        writer.put_pending_acts([pending()])
    store.close()
    again = SqlStore(url, environment={})
    with again.read() as reader:
        assert reader.claims(after=at(0)) == (claim(),)
        assert reader.pending_acts() == (pending(),)
    again.close()
