"""The account of looks: what was gained since the last minute, in the hour in which it was told."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from zoneinfo import ZoneInfo

from alerts.figures.book import FigureBook
from alerts.store.cursor import micros
from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.settings.load import Load
from core.look import LookFailureKind
from gridwatch.figures.keeping import added, keep_figures
from ingest.punctuality import Count, OnTime
from tests.builders import START


def _report(*kinds: LookFailureKind | None) -> OnTime:
    count = Count()
    for kind in kinds:
        count.looked(kind, on_time=kind is None)
    tally = count.tally()
    return OnTime(
        at=0.0,
        total=tally,
        owners={"police": tally},
        asked=tally,
        cameras=1,
        cameras_on_time=1,
        under_way=0,
        ready=0,
        open_hosts=(),
    )


def test_only_what_is_new_is_added():
    """A count that has not moved adds nothing; a new owner adds all of its own."""
    first, second = _report(None), _report(None, None, LookFailureKind.TIMEOUT)
    gained = added(first.owners, second.owners)["police"]
    assert (gained.due, gained.on_time, gained.late, dict(gained.kinds)) == (2, 1, 0, {"failed.timeout": 1})
    assert added(second.owners, second.owners) == {}
    assert added({}, first.owners)["police"].due == 1


def test_the_account_is_kept_until_the_end():
    """Every minute, and once more when the service stops."""
    store, told = MemoryStore(), [_report(None), _report(None, None)]

    async def run() -> None:
        stop = asyncio.Event()

        def report() -> OnTime:
            if len(told) == 1:
                stop.set()
            return replace(told.pop(0), at=1.0)

        with ThreadPoolExecutor(1) as thread:
            await keep_figures(
                stop,
                store=store,
                thread=thread,
                report=report,
                book=FigureBook(store, rule=Load(), zone=ZoneInfo("Asia/Shanghai")),
                clock=ManualClock(START),
                every_s=0.01,
            )

    asyncio.run(run())
    with store.read() as reader:
        (row,) = reader.look_figures(0, 10**9)
    assert (row.hour, row.owner, row.due, row.on_time) == (micros(START) // 3_600_000_000, "police", 2, 2)
