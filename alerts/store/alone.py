"""One Gridwatch a database: two would look twice, send twice and end each other's incidents.

Held while the process lives and gone with it, also by `kill -9`: a lock on a file beside the SQLite file, or an
advisory lock of a PostgreSQL connection. Commands that only read or requeue need none.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.engine import URL

from alerts.store.address import make_folder, read_address
from alerts.store.engine import open_engine, told
from core.errors import StoreError

_LOCK = 0x47526965  # number of the advisory lock


@contextlib.contextmanager
def alone(url: str, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """Hold the database at `url` for this process; `environment` holds its password, as for the store.

    Raises:
        StoreError: another process holds it, or the database is not there.
    """
    address = read_address(url, os.environ if environment is None else environment)
    with _file(address) if address.get_backend_name() == "sqlite" else _connection(address):
        yield


@contextlib.contextmanager
def _file(address: URL) -> Iterator[None]:
    make_folder(address)
    path = Path(f"{address.database}.lock")
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _taken(str(address.database)) from None
        yield


@contextlib.contextmanager
def _connection(address: URL) -> Iterator[None]:
    engine = open_engine(address, durable=True)
    with contextlib.ExitStack() as stack:
        stack.callback(engine.dispose)
        with told():
            opened = stack.enter_context(engine.connect())
            # autocommit: in a transaction it would stand for days
            connection = opened.execution_options(isolation_level="AUTOCOMMIT")
            free = connection.scalar(select(func.pg_try_advisory_lock(_LOCK)))
        if not free:
            raise _taken(f"{address.database} of {address.host or 'this machine'}")
        yield


def _taken(database: str) -> StoreError:
    return StoreError(f"another gridwatch works on {database}; stop it, or give this one its own storage.url")
