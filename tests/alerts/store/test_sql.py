"""Opening a database. What it does once open is in tests/contract/test_store.py."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from alerts.store import engine, sql
from alerts.store.engine import writing
from alerts.store.sql import SqlStore
from core.errors import StoreError
from tests.builders_store import incident, step

ROOT = Path(__file__).resolve().parents[3]


def test_content_survives_a_restart(tmp_path):
    """Closed and opened again, also by a relative path below the working folder."""
    old = Path.cwd()
    os.chdir(tmp_path)
    try:
        store = SqlStore("sqlite:///var/gridwatch.db", environment={})
        with store.write() as writer:
            writer.put_incident(incident(), [step()])
        store.close()
    finally:
        os.chdir(old)
    again = SqlStore(f"sqlite:///{tmp_path / 'var' / 'gridwatch.db'}", environment={})
    with again.read() as reader:
        assert reader.incident("inc_1") == incident()
    again.close()
    assert not (tmp_path / "var" / "gridwatch.db-wal").exists()


def test_newer_database_is_refused_and_let_go(tmp_path):
    """Nothing stays open behind the error."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = SqlStore(url, environment={})
    with writing(store._engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'v9999'"))
    store.close()
    with pytest.raises(StoreError, match="newer"):
        SqlStore(url, environment={})


def test_file_that_is_no_database_is_told(tmp_path):
    """In the driver's words."""
    (tmp_path / "x.db").write_text("not a database, but long enough to be taken for one" * 100)
    with pytest.raises(StoreError, match="not a database"):
        SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})


def test_killed_process_leaves_whole_transactions(tmp_path):
    """A process that dies inside a transaction leaves what was committed, and nothing of the rest."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    code = (
        "import os, sys\n"
        "from alerts.store.sql import SqlStore\n"
        "from tests.builders_store import incident, step\n"
        "store = SqlStore(sys.argv[1], environment={})\n"
        "with store.write() as writer:\n"
        "    writer.put_incident(incident('inc_1'), [step()])\n"
        "with store.write() as writer:\n"
        "    writer.put_incident(incident('inc_2'), [step()])\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    died = subprocess.run([sys.executable, "-c", code, url], cwd=ROOT, check=False)
    assert died.returncode == -9
    store = SqlStore(url, environment={})
    with store.read() as reader:
        assert reader.incident("inc_1") is not None
        assert reader.incident("inc_2") is None
    store.close()


def test_two_processes_open_a_new_database_at_once(tmp_path):
    """One migrates, the other waits and finds it done."""
    code = (
        "import sys\n"
        "from alerts.store.sql import SqlStore\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "SqlStore(sys.argv[1], environment={}).close()\n"
    )
    command = [sys.executable, "-c", code, f"sqlite:///{tmp_path / 'x.db'}"]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate(timeout=30)
    assert [worker.returncode for worker in workers] == [0, 0]


def test_password_is_not_shown(tmp_path):
    """A store may be printed."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={"GRIDWATCH_STORE_PASSWORD": "hidden"})
    assert "hidden" not in repr(store)
    store.close()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_was_taken_away_is_told_and_not_written_into_the_void(tmp_path, replaced):
    """SQLite keeps writing into a removed file; every incident since would be gone with the process."""
    store = SqlStore(f"sqlite:///{tmp_path}/g.db")
    (tmp_path / "g.db").rename(tmp_path / "old.db")
    if replaced:
        (tmp_path / "g.db").write_bytes((tmp_path / "old.db").read_bytes())
    with pytest.raises(StoreError, match="removed or replaced"), store.write():
        pass
    with pytest.raises(StoreError, match="removed or replaced"), store.read():
        pass
    store.close()


def test_a_database_that_takes_nothing_is_told_and_a_turn_has_an_end(tmp_path, monkeypatch):
    """Held by another process: a writer gives up, those behind him do so in their own time, and readers read on."""
    monkeypatch.setattr(engine, "BUSY_MS", 300)
    monkeypatch.setattr(sql, "TURN_S", 0.05)
    store = SqlStore(f"sqlite:///{tmp_path / 'a.db'}", environment={})
    assert store.writable
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(8) as threads:
        refused = [threads.submit(_write, store) for _ in range(8)]
        with store.read() as reader:
            assert reader.incident("inc_1") is None
        told = sorted(str(one.exception(timeout=20)) for one in refused)
    assert sum("locked" in one for one in told) <= 2
    assert sum("too long" in one for one in told) >= 6
    assert not store.writable
    other.execute("ROLLBACK")
    _write(store)
    assert store.writable
    store.close()


def test_a_mistake_of_ours_does_not_make_the_database_unwritable(tmp_path):
    """What a transaction is broken off for says nothing about the disk."""
    store = SqlStore(f"sqlite:///{tmp_path / 'a.db'}", environment={})
    with pytest.raises(StoreError), store.write():
        raise StoreError("a step that cannot be")
    assert store.writable
    store.close()


def _write(store):
    with store.write() as writer:
        writer.put_health("cam-1", {"state": "ok"})
