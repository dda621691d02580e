"""How SQLite is opened."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from alerts.store.engine import open_engine, reading, writing
from core.errors import StoreError


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with one table."""
    made = open_engine(make_url(f"sqlite:///{tmp_path / 'x.db'}"), durable=False)
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY, secret TEXT UNIQUE)"))
    yield made
    made.dispose()


def _pragma(engine: Engine, name: str) -> object:
    with reading(engine) as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_pragmas(engine, tmp_path):
    """WAL, waiting for others, foreign keys; synced at every commit only when durable."""
    assert _pragma(engine, "journal_mode") == "wal"
    assert _pragma(engine, "foreign_keys") == 1
    assert _pragma(engine, "busy_timeout") == 10_000
    assert _pragma(engine, "synchronous") == 1
    durable = open_engine(make_url(f"sqlite:///{tmp_path / 'y.db'}"), durable=True)
    assert _pragma(durable, "synchronous") == 2
    durable.dispose()


def test_error_tells_no_parameters(engine):
    """The driver's words, without the statement and without what was to be kept."""

    def insert_twice() -> None:
        with writing(engine) as connection:
            for _ in range(2):
                connection.execute(text("INSERT INTO t (secret) VALUES (:s)"), {"s": "heap at No. 7"})

    with pytest.raises(StoreError, match="UNIQUE constraint failed") as caught:
        insert_twice()
    assert "heap" not in str(caught.value)
    assert "heap" not in str(caught.value.__cause__)
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM t")) == 0


def test_bytes_that_are_no_text_are_damage(engine):
    """A page of the file was overwritten: the driver cannot even say what it found there."""

    def read_it() -> None:
        with reading(engine):
            b"\x8d".decode()  # as sqlite3 does with its own message about a malformed schema

    with pytest.raises(StoreError, match="damaged"):
        read_it()


def test_reading_takes_no_lock_and_writing_takes_it_at_once(engine):
    """A reader beside a writer sees the state before; two writers do not deadlock half-way."""
    inside = threading.Event()

    def second() -> None:
        with writing(engine) as connection:
            inside.set()
            connection.execute(text("INSERT INTO t (n) VALUES (2)"))

    with writing(engine) as connection:
        other = threading.Thread(target=second)
        other.start()
        with reading(engine) as beside:
            assert beside.scalar(text("SELECT count(*) FROM t")) == 0
        assert not inside.wait(0.3)
        connection.execute(text("INSERT INTO t (n) VALUES (1)"))
    other.join()
    assert inside.is_set()
