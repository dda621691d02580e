"""The database is held for this process alone: asked every few seconds, and the end of the service where it is not."""

from __future__ import annotations

import asyncio
import contextlib

import structlog

from alerts.store.alone import Held, Taken
from core.errors import GridwatchError

EVERY_S = 5.0
log = structlog.get_logger(__name__)


async def keep_hold(held: Held, stop: asyncio.Event, *, every_s: float = EVERY_S) -> None:
    """Ask whether the database is still held, until `stop`; a database that is away for a while is asked again.

    Raises:
        Taken: another gridwatch has it. Two would end each other's incidents: better to end this one.
    """
    while not stop.is_set():
        try:
            await asyncio.to_thread(held.confirm)
        except Taken as error:
            log.critical("service.replaced", error=str(error))
            raise
        except GridwatchError as error:
            log.warning("service.store_away", error=str(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every_s)
