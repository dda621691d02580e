"""One process a database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from alerts.store.alone import Taken, alone
from alerts.store.sql import SqlStore
from core.errors import StoreError

HOLD = (
    "import sys; from alerts.store.alone import alone\nwith alone(sys.argv[1]): print(1, flush=True); input()"
)


def test_a_second_process_is_refused_until_the_first_has_died(tmp_path: Path) -> None:
    """By whatever death: the system lets the lock go."""
    url = f"sqlite:///{tmp_path}/below/g.db"
    first = subprocess.Popen([sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert first.stdout is not None
    assert first.stdin is not None
    with first:
        first.stdout.readline()
        with pytest.raises(StoreError, match="another gridwatch"), alone(url):
            pass
        first.kill()
    with alone(url):
        pass


def test_a_lock_file_that_somebody_took_away_is_noticed(tmp_path: Path) -> None:
    """Else a second service would lock the new file: the hold is taken again before the next write, or refused."""
    url, lock = f"sqlite:///{tmp_path}/g.db", tmp_path / "g.db.lock"
    with alone(url) as held:
        store = SqlStore(url, held=held)
        lock.unlink()
        with store.write() as writer:
            writer.put_bookmark("x", {})
        with pytest.raises(Taken, match="another gridwatch"), alone(url):
            pass
        lock.unlink()
        with alone(url), pytest.raises(Taken, match=r"another gridwatch works on .*g\.db"), store.write():
            pass
        store.close()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With the file's name."""
    (tmp_path / "g.db.lock").mkdir()
    with pytest.raises(StoreError, match=r"g\.db\.lock"), alone(f"sqlite:///{tmp_path}/g.db"):
        pass


def test_a_server_that_is_not_there_is_told() -> None:
    """A database of a server is held as well (tests/contract/test_postgres.py): here nothing listens."""
    with pytest.raises(StoreError, match="refused"), alone("postgresql://u@127.0.0.1:1/g", {}):
        pass
