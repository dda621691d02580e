"""What commands share that read the store: times, and the store itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from alerts.store.base import Store
    from core.config.settings.root import Settings

ZONED = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]
"""Formats of a time on the command line: never without its zone."""
When = Annotated[datetime | None, typer.Option(formats=ZONED, help="With time zone: 2026-11-02T08:00+08:00")]


@contextmanager
def store_of(settings: Settings) -> Iterator[Store]:
    """Open the store of these settings; closed at the end of the block."""
    from alerts.store.sql import SqlStore

    store = SqlStore(settings.storage.url)
    try:
        yield store
    finally:
        store.close()
