"""The store on SQLite, and on PostgreSQL where a driver is installed: one code by SQLAlchemy Core."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from alerts.store.address import make_folder, read_address
from alerts.store.alone import Held
from alerts.store.engine import open_engine, reading, writing
from alerts.store.migrate import to_head
from alerts.store.sql_reader import SqlReader
from alerts.store.sql_writer import SqlWriter
from core.errors import StoreError

TURN_S = 10.0  # for which a writer of this process waits for the others


class SqlStore:
    """Keeps everything in a database, brought to the newest revision when it is opened.

    `url` is SQLAlchemy's, without a password (that comes from GRIDWATCH_STORE_PASSWORD in
    `environment`, by default the process's own); a relative SQLite path is relative to the working
    folder, which is made where absent. `durable` syncs every commit: safe against a power cut, slower.

    Raises:
        StoreError: the address is unusable, the database is not there, or is newer than this code.
    """

    def __init__(
        self,
        url: str,
        *,
        durable: bool = False,
        environment: Mapping[str, str] | None = None,
        held: Held | None = None,
    ) -> None:
        """`held`: by which this process holds the database; nothing is written once another does. None: not asked."""
        address = read_address(url, os.environ if environment is None else environment)
        make_folder(address)
        self._engine = open_engine(address, durable=durable)
        self._held = held
        self._writing = threading.Lock()  # writers of this process queue here, not in SQLite's busy loop
        self._writer: int | None = None  # thread that holds the lock
        self._refused = False  # the last transaction
        self._closed = False
        try:
            to_head(self._engine)
        except BaseException:  # whatever went wrong, no connection stays behind
            self._engine.dispose()
            raise
        self._file = _identity(address)

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """Open a consistent view; it neither waits for writers nor holds them up."""
        self._check_open()
        with reading(self._engine) as connection:
            yield SqlReader(connection)

    @contextmanager
    def write(self) -> Iterator[SqlWriter]:
        """Open a transaction; one at a time in this process, others wait."""
        self._check_open()
        if self._writer == threading.get_ident():
            raise StoreError("a transaction inside a transaction; pass the writer along instead")
        # a turn of its own time: where another process holds the database, each before it waits as long for that, and
        # those who wait here hold the threads in which others read
        if not self._writing.acquire(timeout=TURN_S):
            self._refused = True
            raise StoreError("the database is busy: others have waited too long to write into it; try again")
        try:
            self._writer = threading.get_ident()
            with writing(self._engine) as connection:
                if self._held is not None:  # inside: no other writes from here on
                    self._held.confirm()
                writer = SqlWriter(connection)
                yield writer
                writer.seal()
            self._refused = False
        except StoreError as error:
            self._refused = isinstance(error.__cause__, OperationalError)  # full, locked, read-only, gone
            raise
        finally:
            self._writer = None
            self._writing.release()

    @property
    def writable(self) -> bool:
        """Whether the database took the last transaction; True before the first."""
        return not self._refused

    def close(self) -> None:
        """Let go of every connection; SQLite then folds its write-ahead log into the file."""
        self._closed = True
        self._engine.dispose()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("the store is closed")
        if (
            _identity(self._engine.url) != self._file
        ):  # SQLite would go on in a file that nobody will find again
            raise StoreError("the database file was removed or replaced while it was open; start again")

    def __repr__(self) -> str:
        return f"SqlStore({self._engine.url.render_as_string(hide_password=True)!r})"


def _identity(url: URL) -> tuple[int, int] | None:
    """Return which file on which disk a SQLite address means now; None where there is none."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    try:
        found = Path(url.database).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
