"""Writes down every minute how much was looked at on time, and gives cases from before figures their rows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import datetime

import structlog

from alerts.figures.book import FigureBook
from alerts.store.base import Store
from alerts.store.cursor import micros
from alerts.store.figures import HOUR_US, Looks
from core.clock import Clock
from core.errors import GridwatchError
from ingest.punctuality import OnTime, Tally

log = structlog.get_logger(__name__)

EVERY_S = 60.0  # at most so much is lost by a killed process
FILL_S = 0.2  # between two portions of older cases, so that looks are not held up


async def keep_figures(
    stop: asyncio.Event,
    *,
    store: Store,
    thread: Executor,
    report: Callable[[], OnTime],
    book: FigureBook,
    clock: Clock,
    every_s: float = EVERY_S,
) -> None:
    """Keep the account until `stop`, and once more at its end.

    Args:
        stop: ends it.
        store: where it is kept.
        thread: where the store is written.
        report: the schedule's counts since the start; asked in the event loop.
        book: read ahead, so that the first figure is as quick as the next.
        clock: tells the hour.
        every_s: seconds between two accounts.
    """
    loop = asyncio.get_running_loop()
    told: dict[str, Tally] = {}
    try:
        while await loop.run_in_executor(thread, _fill, store) and not stop.is_set():
            await _wait(stop, FILL_S)
        await asyncio.to_thread(book.warm)
    except GridwatchError as error:
        log.exception("figures.not_read", error=str(error))
    while True:
        await _wait(stop, every_s)
        now = report()
        try:
            await loop.run_in_executor(thread, _keep, store, clock.now(), added(told, now.owners))
            told = dict(now.owners)
        except GridwatchError as error:  # a full disk or a locked database: the next minute tells it as well
            log.exception("figures.not_kept", error=str(error))
        if stop.is_set():
            return


def added(told: Mapping[str, Tally], now: Mapping[str, Tally]) -> dict[str, Looks]:
    """Return what each owner's counts have gained. Pure."""
    gained: dict[str, Looks] = {}
    for owner, tally in now.items():
        new = tally.since(told[owner]) if owner in told else tally
        kinds = {f"failed.{kind.value}": many for kind, many in new.failed.items()}
        kinds |= {f"missed.{kind.value}": many for kind, many in new.missed.items()}
        if new.due or kinds:
            gained[owner] = Looks(due=new.due, on_time=new.on_time, late=new.late, kinds=kinds)
    return gained


def _keep(store: Store, now: datetime, gained: Mapping[str, Looks]) -> None:
    if gained:
        with store.write() as writer:
            for owner, looks in gained.items():
                writer.add_looks(micros(now) // HOUR_US, owner, looks)


def _fill(store: Store) -> int:
    with store.write() as writer:
        return writer.fill_figures()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
