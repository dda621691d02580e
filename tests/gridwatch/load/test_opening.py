from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry

from alerts.load.inbox import InboxDesk
from alerts.store.memory import MemoryStore
from core.config.settings.load import Load
from core.errors import StoreError
from gridwatch.load.metrics import LoadMetrics
from gridwatch.load.opening import keep_account, open_load
from tests.builders import START
from tests.builders_api import Deck
from tests.builders_store import incident, step
from tests.gridwatch.test_outage_desk import Room


async def test_the_account_is_kept_until_the_service_stops(clock):
    """A store that refuses once costs one tick; what was shown is written with the next."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
    desk = InboxDesk(store, rule=Load(), zone=ZoneInfo("UTC"), clock=clock)
    ticks, rung = 0, []
    tick = desk.tick

    def stumbling() -> bool:
        nonlocal ticks
        ticks += 1
        if ticks == 1:
            raise StoreError("the disk is full")
        return tick()

    desk.tick = stumbling
    stop = asyncio.Event()
    with ThreadPoolExecutor(max_workers=1) as thread:
        running = asyncio.create_task(
            keep_account(
                desk,
                stop,
                thread=thread,
                metrics=LoadMetrics(CollectorRegistry()),
                after=lambda: rung.append(1),
                tick_s=0.01,
            )
        )
        while ticks < 3:
            await asyncio.sleep(0.01)
        stop.set()
        await running
    with store.read() as reader:
        assert [mark.what.value for mark in reader.load_marks(START)] == ["shown"]
    assert rung == [1]


def test_the_office_is_opened_over_the_services_own_parts(tmp_path, clock):
    """The inbox by the settings' rule and time zone, and acts by the same desk."""
    deck, room = Deck(tmp_path, clock), Room()
    office = open_load(
        room.roster.configuration.settings,
        store=deck.store,
        desk=deck.desk,
        roster=room.roster,
        outages=room.desk,
        clock=clock,
        ids=deck.desk._office.ids,
    )
    assert office.inbox.zone == ZoneInfo("Asia/Shanghai")
    assert office.inbox.look().queue.rows == ()
