"""One Gridwatch a database: two would look twice, send twice and end each other's incidents.

A lock on a file beside the SQLite file, held while the process lives and gone with it, also by `kill -9`.
Commands that only read or requeue need none.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from alerts.store.address import make_folder, read_address
from core.errors import StoreError


@contextlib.contextmanager
def alone(url: str) -> Iterator[None]:
    """Hold the database at `url` for this process; other databases than SQLite are not locked.

    Raises:
        StoreError: another process holds it.
    """
    address = read_address(url, {})
    if address.get_backend_name() != "sqlite" or not address.database:
        yield
        return
    make_folder(address)
    path = Path(address.database + ".lock")
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"another gridwatch works on {address.database}; stop it, or give this one its own storage.url"
            ) from None
        yield
