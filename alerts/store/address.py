"""The address of the database: checked, completed from the environment, its folder made.

A password in a configuration file ends up in backups and tickets, so it comes from the environment
(GRIDWATCH_STORE_PASSWORD) and never from the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from core.errors import StoreError

PASSWORD = "GRIDWATCH_STORE_PASSWORD"  # noqa: S105 - the name of a variable, not a password


class BadAddress(StoreError):
    """The store's address cannot be used; the message says why and never repeats the address."""

    retry = False


def read_address(address: str, environment: Mapping[str, str]) -> URL:
    """Return the SQLAlchemy URL to open, with the password of the environment in it.

    Raises:
        BadAddress: no SQLAlchemy address, a password inside it, or SQLite in memory (use MemoryStore).
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise BadAddress(
            "storage.url is no SQLAlchemy address, such as sqlite:///var/gridwatch.db"
        ) from error
    if url.password is not None:
        raise BadAddress(f"storage.url holds a password; take it out and set {PASSWORD} instead")
    if url.get_backend_name() != "sqlite":
        return url.set(password=environment.get(PASSWORD))
    if not url.database or url.database == ":memory:" or url.query:
        raise BadAddress("storage.url: SQLite needs a plain file name; for no file at all use MemoryStore")
    return url


def make_folder(url: URL) -> None:
    """Create the folder of a SQLite file, so that a first start needs no preparation."""
    if url.get_backend_name() == "sqlite" and url.database:
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadAddress(f"storage.url: cannot make the folder {folder}: {error.strerror}") from error
