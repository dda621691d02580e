"""How the database is opened: pragmas, isolation, transactions that say what they are for, one error type.

SQLite in WAL mode serves many readers beside one writer (measured for this project: 404 to 2,660
commits a second against the rollback journal). A writer takes its lock at BEGIN IMMEDIATE: a
transaction that reads first and writes later would otherwise fail half-way when another was faster.
PostgreSQL would let two write at once; a writer takes an advisory lock first, so that both databases
keep the same promise: what a transaction has read is still so when it writes. Readers see one snapshot.
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

from alerts.store.address import PASSWORD
from core.errors import StoreError

BUSY_MS = 10_000  # how long a writer waits for another process's transaction
_PAUSE_MS = 50
_WRITES = "gridwatch_writes"
_WRITER = 0x47526964  # number of the advisory lock that a writing transaction holds
_POSTGRES = {
    "connect_timeout": 10,
    "keepalives_idle": 30,  # a network that swallows everything is noticed within a minute, not within hours
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "gridwatch",
    "options": f"-c lock_timeout={BUSY_MS} -c idle_in_transaction_session_timeout=600000"
    " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
}


def open_engine(url: URL, *, durable: bool) -> Engine:
    """Return an engine whose connections are ready for `reading` and `writing`."""
    postgres = url.get_backend_name() == "postgresql"
    try:
        engine = create_engine(
            url,
            hide_parameters=True,  # an error message goes to logs, and parameters are incidents
            pool_size=8,
            max_overflow=24,
            pool_timeout=30,
            pool_pre_ping=postgres,  # its server may have been restarted meanwhile
            connect_args=_POSTGRES if postgres else {},
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"storage.url needs the driver {error.name}, which is not installed: pip install 'gridwatch[postgres]'"
        ) from error
    except (SQLAlchemyError, TypeError) as error:
        raise StoreError(
            f"storage.url: {url.drivername} is no database that Gridwatch works with; "
            "write sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from error
    if postgres:
        _prepare_postgres(engine)
    else:
        _prepare_sqlite(engine, durable=durable)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open one consistent view."""
    with told(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(  # noqa: PLW2901 - the same connection, told how to read
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that may write; committed at the end, rolled back when the block raises."""
    with told(), engine.connect() as connection:
        ready = connection.execution_options(**{_WRITES: True})
        with ready.begin():
            yield ready


def _prepare_postgres(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(raw: Any, _record: Any) -> None:
        encoding = raw.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raw.close()
            raise StoreError(
                f"the database of storage.url keeps texts as {encoding}; make one with ENCODING 'UTF8'"
            )

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES, False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")


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
def told() -> Iterator[None]:
    """Turn the library's errors into ours, told by the driver's words without statement or parameters."""
    try:
        yield
    except DBAPIError as error:
        cure = f"; set {PASSWORD}" if "no password supplied" in str(error.orig) else ""
        raise StoreError(f"the database refused: {error.orig}{cure}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"the database could not be used: {type(error).__name__}") from error
    except UnicodeDecodeError as error:  # of its bytes, from the driver
        raise StoreError("the database is damaged: it holds bytes where text was written") from error
