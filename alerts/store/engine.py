"""How the database is opened: pragmas of SQLite, transactions that say what they are for, one error type.

SQLite in WAL mode serves many readers beside one writer (measured for this project: 404 to 2,660
commits a second against the rollback journal). A writer takes its lock at BEGIN IMMEDIATE: a
transaction that reads first and writes later would otherwise fail half-way when another was faster.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from core.errors import StoreError

BUSY_MS = 10_000  # how long a writer waits for another process's transaction
_PAUSE_MS = 50
_WRITES = "gridwatch_writes"


def open_engine(url: URL, *, durable: bool) -> Engine:
    """Return an engine whose connections are ready for `reading` and `writing`."""
    # hide_parameters: an error message goes to logs, and parameters are incidents.
    engine = create_engine(url, hide_parameters=True, pool_size=8, max_overflow=24, pool_timeout=30)
    if url.get_backend_name() == "sqlite":
        _prepare_sqlite(engine, durable=durable)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open one consistent view."""
    with _told(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that may write; committed at the end, rolled back when the block raises."""
    with _told(), engine.connect() as connection:
        ready = connection.execution_options(**{_WRITES: True})
        with ready.begin():
            yield ready


def _prepare_sqlite(engine: Engine, *, durable: bool) -> None:
    pragmas = (
        f"PRAGMA busy_timeout = {BUSY_MS}",  # first: the next one may have to wait already
        "PRAGMA journal_mode = WAL",
        # NORMAL survives a killed process; FULL also survives a power cut, at one sync a commit.
        f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}",
        "PRAGMA foreign_keys = ON",
    )

    @event.listens_for(engine, "connect")
    def connected(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # the driver starts no transaction by itself; `began` does
        cursor = raw.cursor()
        for pragma in pragmas:
            _patiently(cursor, pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _patiently(cursor: Any, pragma: str) -> None:
    """Run a pragma. Going over to WAL fails at once when another process does the same: busy_timeout does not hold."""
    for left in range(BUSY_MS // _PAUSE_MS, -1, -1):
        try:
            cursor.execute(pragma)
        except sqlite3.OperationalError as error:
            if not left or "locked" not in str(error):
                raise
            time.sleep(_PAUSE_MS / 1000)
        else:
            return


@contextmanager
def _told() -> Iterator[None]:
    """Turn the library's errors into ours, told by the driver's words without statement or parameters."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"the database refused: {error.orig}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"the database could not be used: {type(error).__name__}") from error
    except UnicodeDecodeError as error:  # of its bytes, from the driver
        raise StoreError("the database is damaged: it holds bytes where text was written") from error
