"""Acts that may be taken back, in the database. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from pathlib import Path

from alerts.store.sql import SqlStore
from tests.alerts.store.test_undo import act


def test_an_act_outlives_the_process(tmp_path: Path) -> None:
    """A restart between a merge and its undo loses nothing."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = SqlStore(url, environment={})
    with store.write() as writer:
        writer.put_undo(act())
    store.close()
    again = SqlStore(url, environment={})
    with again.read() as reader:
        assert reader.undo("inc_1") == act()
    again.close()
