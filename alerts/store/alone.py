"""One Gridwatch a database: two would look twice, send twice and end each other's incidents.

Held while the process lives and gone with it, also by `kill -9`: a lock on a file beside the SQLite file, or an
advisory lock of a PostgreSQL connection. Commands that only read or requeue need none.

A hold can be lost without a word: a PostgreSQL server that restarts, or cuts the connection off, forgets its advisory
locks, and somebody may take the file of the other away. So the store asks before each transaction that writes
(`SqlStore(held=...)`), the service every few seconds; what was lost is taken again, unless another was faster.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from alerts.store.address import make_folder, read_address
from alerts.store.engine import open_engine, told
from core.errors import StoreError

_LOCK = 0x47526965  # number of the advisory lock
_TRIES, _PAUSE_S = 20, 0.1  # until the server has ended a session that it was told to end
_PING = text("SELECT 1")
_TRY = text(f"SELECT pg_try_advisory_lock({_LOCK})")
_MINE = text("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
_END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = :pid AND backend_start = :backend_start"
)


class Taken(StoreError):
    """Another gridwatch works on this database: this one must not write to it any more."""

    retry = False


class Held(Protocol):
    """A database that is held for this process."""

    def confirm(self) -> None:
        """Return once it is held, after taking it again where that was lost. Blocks; from any thread.

        Raises:
            Taken: another was faster.
            StoreError: the database is not there; nothing can be written either.
        """
        ...


@contextlib.contextmanager
def alone(url: str, environment: Mapping[str, str] | None = None) -> Iterator[Held]:
    """Hold the database at `url` for this process; `environment` holds its password, as for the store.

    Raises:
        Taken: another process holds it.
        StoreError: the database is not there.
    """
    address = read_address(url, os.environ if environment is None else environment)
    held = _File(address) if address.get_backend_name() == "sqlite" else _Session(address)
    try:
        held.confirm()
        yield held
    finally:
        held.close()


class _File:
    """A lock on a file beside the database."""

    def __init__(self, address: URL) -> None:
        make_folder(address)
        self._database = str(address.database)
        self._path = Path(f"{address.database}.lock")
        self._file: IO[str] | None = None
        self._asking = threading.Lock()

    def confirm(self) -> None:
        """Take it where it is not held: at first, and when the file that is locked is no longer the one there."""
        with self._asking:
            if self._file is not None and _same(self._file, self._path):
                return
            try:
                file = self._path.open("a", encoding="utf-8")
            except OSError as error:
                raise StoreError(f"{self._path} cannot be written: {error.strerror}") from error
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                raise _taken(self._database) from None
            before, self._file = self._file, file
            if before is not None:
                before.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class _Session:
    """An advisory lock of a connection that stays open: while the connection answers, the lock is held."""

    def __init__(self, address: URL) -> None:
        self._where = f"{address.database} of {address.host or 'this machine'}"
        self._engine = open_engine(address, durable=True)
        self._connection: Connection | None = None
        self._mark: dict[str, Any] | None = (
            None  # what the server calls our session, also after we have lost it
        )
        self._asking = threading.Lock()

    def confirm(self) -> None:
        """Take it where it is not held: at first, and when the connection is gone."""
        with self._asking:
            if self._connection is not None and not self._answers(self._connection):
                self._connection = None
            if self._connection is None:
                with told():
                    self._connection = self._take()

    def _answers(self, connection: Connection) -> bool:
        try:
            connection.scalar(_PING)
        except DBAPIError:
            connection.invalidate()
            connection.close()
            return False
        return True

    def _take(self) -> Connection:
        with contextlib.ExitStack() as stack:
            opened = stack.enter_context(self._engine.connect())
            # autocommit: in a transaction it would stand for days
            connection = opened.execution_options(isolation_level="AUTOCOMMIT")
            free = connection.scalar(_TRY)
            if not free and self._mark is not None and connection.scalar(_END, self._mark):
                free = _in_a_moment(
                    connection
                )  # it was our own: cut off from us, and the server had not noticed
            if not free:
                raise _taken(self._where)
            self._mark = dict(connection.execute(_MINE).mappings().one())
            stack.pop_all()  # it stays open
        return connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._engine.dispose()


def _in_a_moment(connection: Connection) -> bool:
    """Return whether it is free once a session that was told to end has ended."""
    for _ in range(_TRIES):
        if connection.scalar(_TRY):
            return True
        time.sleep(_PAUSE_S)
    return False


def _same(file: IO[str], path: Path) -> bool:
    """Return whether an open file is still the one of this name."""
    try:
        there = path.stat()
    except OSError:
        return False
    here = os.fstat(file.fileno())
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


def _taken(database: str) -> Taken:
    return Taken(f"another gridwatch works on {database}; stop it, or give this one its own storage.url")
