"""The console's map: what the configuration gives to it, and the live event that says when states have changed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

import structlog

from alerts.store.base import Store
from api.map.atlas import Atlas
from api.map.source import MapSource
from core.clock import Clock
from core.errors import GridwatchError
from gridwatch.roster import Roster

log = structlog.get_logger(__name__)
PACE_S = 10.0  # between live events about states: 8,640 a day at most, of 100,000 that are kept
States = Mapping[str, tuple[str, str]]


def open_maps(roster: Roster) -> MapSource:
    """Return what maps draw below, and what matters are called."""
    table = roster.configuration.matter_table
    return MapSource(
        base=roster.configuration.settings.api.map,
        streets=lambda: roster.configuration.streets,
        matters={
            row.matter: (row.name, row.name_en) for row in reversed(table.rows)
        },  # the first row names it
    )


def changed(before: States, after: States) -> int:
    """Return how many cameras came, went, or have another state or kind of failure."""
    same = sum(after.get(camera) == state for camera, state in before.items())
    return len(before.keys() | after.keys()) - same


async def keep_maps(
    atlas: Atlas,
    roster: Roster,
    stop: asyncio.Event,
    *,
    store: Store,
    thread: Executor,
    clock: Clock,
    after: Callable[[], None],
) -> None:
    """Prepare maps, then tell pages when to ask for states again: many changes at once are one event.

    Args:
        atlas: what answers maps.
        roster: the cameras.
        stop: ends it.
        store: where the live event is kept.
        thread: the one in which the store is written.
        clock: the time.
        after: called once an event is written.
    """
    await asyncio.to_thread(_prepare, atlas)
    known, plan = roster.states(), roster.cameras()
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PACE_S)
        states, cameras = roster.states(), roster.cameras()
        told = {"changed": changed(known, states), "plan": cameras is not plan}
        if not any(told.values()):
            continue

        def write(told: dict[str, int] = told) -> None:
            with store.write() as writer:
                writer.add_event(clock.now(), "map", "states", told)

        try:
            await asyncio.get_running_loop().run_in_executor(thread, write)
        except GridwatchError as error:  # told with the next
            log.warning("maps.untold", error=str(error))
            continue
        known, plan = states, cameras
        after()


def _prepare(atlas: Atlas) -> None:
    try:
        atlas.warm()
    except GridwatchError as error:  # the first who asks tries again
        log.warning("maps.unprepared", error=str(error))
