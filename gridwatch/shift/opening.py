"""The shift's office, the film of cameras with live cases, and the loops that carry acts out and keep the film."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from concurrent.futures import Executor

import structlog

from alerts.desk import Desk
from alerts.film import Film, Shot
from alerts.film_folder import FilmFolder
from alerts.load.office import LoadOffice
from alerts.shift.office import Shift
from alerts.store.base import Store
from core.clock import Clock
from core.config.settings.load import Load
from core.errors import GridwatchError
from core.ids import Ids

log = structlog.get_logger(__name__)

TICK_S = 0.25  # nothing is read from the store before something is due
AGAIN_S = 5.0  # after the store took nothing
FILM_S = 2.0  # a killed process loses the looks of so long at most
FILM_AGAIN_S = 60.0  # after the disk took nothing


def open_shift(rule: Load, *, store: Store, desk: Desk, load: LoadOffice, clock: Clock, ids: Ids) -> Shift:
    """Return where claims and waiting acts are kept."""
    return Shift(store, desk, load.acts, rule=rule, clock=clock, ids=ids)


def open_film(load: LoadOffice, kept: Iterable[Shot] = ()) -> Film:
    """Return what keeps the last looks of cameras that see a live case, as the inbox knew them at its last tick.

    `kept`: what the process before had, oldest first.
    """

    def watched(camera_id: str) -> bool:
        latest = load.inbox.latest
        return latest is not None and camera_id in latest.cameras

    film = Film(watched)
    for shot in kept:
        film.put(shot)
    return film


async def keep_film(
    film: Film,
    folder: FilmFolder,
    load: LoadOffice,
    stop: asyncio.Event,
    *,
    tick_s: float = FILM_S,
    again_s: float = FILM_AGAIN_S,
) -> None:
    """Keep the film of live cases in its folder until `stop`, and then once more."""
    stopped = False
    while not stopped:
        stopped = stop.is_set()
        pause_s = tick_s
        try:
            latest = load.inbox.latest  # none yet: nobody knows what is live, and nothing may go
            if latest is not None:
                await asyncio.to_thread(folder.hold, film.shots(tuple(latest.cameras)))
        except GridwatchError as error:  # a full disk: what is in memory is shown all the same
            log.exception("film.not_kept", error=str(error))
            pause_s = again_s
        if not stopped:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause_s)


async def carry_out_acts(
    shift: Shift,
    stop: asyncio.Event,
    *,
    thread: Executor,
    after: Callable[[], None],
    tick_s: float = TICK_S,
    again_s: float = AGAIN_S,
) -> None:
    """Carry out what operators have said when its time has come, until `stop`.

    Args:
        shift: who has which case, and what waits.
        stop: ends it.
        thread: where the store is written.
        after: called when something was done or refused.
        tick_s: seconds between two looks at the clock.
        again_s: seconds after which what the store refused is tried again.
    """
    while not stop.is_set():
        pause_s = tick_s
        try:
            if shift.due and await asyncio.get_running_loop().run_in_executor(thread, shift.tick):
                after()
        except GridwatchError as error:  # a full disk or a locked database: what is due stays due
            log.exception("shift.failed", error=str(error))
            pause_s = again_s
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause_s)
