"""The operators' load as the settings want it: the inbox, what people do to it, and the loop that keeps its account."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Executor
from zoneinfo import ZoneInfo

import structlog

from alerts.desk import Desk
from alerts.load.acts import LoadActs
from alerts.load.inbox import InboxDesk
from alerts.load.office import LoadOffice
from alerts.store.base import Store
from core.clock import Clock
from core.config.settings.root import Settings
from core.errors import GridwatchError
from core.ids import Ids
from gridwatch.load.causes import Causes
from gridwatch.load.metrics import LoadMetrics
from gridwatch.outage_desk import OutageDesk
from gridwatch.roster import Roster

log = structlog.get_logger(__name__)

TICK_S = 5.0


def open_load(
    settings: Settings,
    *,
    store: Store,
    desk: Desk,
    roster: Roster,
    outages: OutageDesk,
    clock: Clock,
    ids: Ids,
) -> LoadOffice:
    """Return what is shown to operators and what they may do about it."""
    rule, zone = settings.load, ZoneInfo(settings.district.timezone)
    causes = Causes(roster, outages, rule)
    return LoadOffice(
        inbox=InboxDesk(store, rule=rule, zone=zone, clock=clock, causes=causes),
        acts=LoadActs(store, desk, rule=rule, clock=clock, ids=ids, zone=zone),
    )


async def keep_account(
    inbox: InboxDesk,
    stop: asyncio.Event,
    *,
    thread: Executor,
    metrics: LoadMetrics,
    after: Callable[[], None],
    tick_s: float = TICK_S,
) -> None:
    """Write down every few seconds what was shown and held back, until `stop`.

    Args:
        inbox: the inbox.
        stop: ends it.
        thread: where the store is written.
        metrics: is told what stands.
        after: called when the console should look again.
        tick_s: seconds between two looks.
    """
    while not stop.is_set():
        try:
            if await asyncio.get_running_loop().run_in_executor(thread, inbox.tick):
                after()
        except GridwatchError as error:  # a full disk or a locked database: the next tick tries again
            log.exception("load.failed", error=str(error))
        if inbox.latest is not None:
            metrics.tell(inbox.latest, inbox.alarms)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), tick_s)
