"""People in the running service: the first administrator's code in the log, what is over dropped each hour."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import structlog

from alerts.store.base import Store
from core.clock import Clock
from core.errors import GridwatchError

if TYPE_CHECKING:
    from fastapi import FastAPI

EVERY_S = 3600.0
BACKLOG = 10_000  # rows in one go: there is more
log = structlog.get_logger(__name__)


def tell_first_run(app: FastAPI, base_url: str) -> str | None:
    """Log the one-time code of the first administrator, where nobody administers yet; return it."""
    from api.people.desk import Desk

    people: Desk = app.state.people
    if not people.accounts.first_needed():
        return None
    log.warning(
        "people.first_run",
        code=people.first_run.code,
        where=f"{base_url}/ asks for it, once; or `gridwatch users add NAME --role administrator`",
    )
    return people.first_run.code


async def tend(
    store: Store, stop: asyncio.Event, *, thread: Executor, clock: Clock, audit_days: float
) -> None:
    """Drop ended sessions, forgotten wrong logins and old audit, each hour until `stop`."""

    def prune() -> int:
        with store.write() as writer:
            return writer.prune_people(clock.now(), audit_days=audit_days)

    loop = asyncio.get_running_loop()
    while not stop.is_set():
        gone = 0
        try:
            gone = await loop.run_in_executor(thread, prune)
        except GridwatchError as error:
            log.warning("people.not_pruned", error=str(error))
        with contextlib.suppress(TimeoutError):  # a backlog goes piece by piece: looks go first
            await asyncio.wait_for(stop.wait(), 1.0 if gone > BACKLOG else EVERY_S)
