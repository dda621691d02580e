"""The console's map: what it is given, and when pages are told to ask again."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.store.memory import MemoryStore
from api.map.atlas import Atlas
from core.clock import ManualClock
from core.config.matter import MatterTable
from gridwatch import maps as module
from gridwatch.maps import changed, keep_maps, open_maps
from gridwatch.roster import Roster
from tests.builders import START, camera
from tests.builders_api import TABLE, Deck
from tests.gridwatch.test_roster import configuration, looked


def _roster(store: MemoryStore) -> Roster:
    given = replace(
        configuration(camera(), camera("cam-2", enabled=False)),
        tables={"GB/T 47678.5-2026": TABLE},
        streets=b"{}",
    )
    return Roster(given, store, ManualClock(START))


def test_changes_are_counted_once_a_camera() -> None:
    """What came, what went, what has another state or kind."""
    before = {"a": ("ok", ""), "b": ("ok", ""), "c": ("blind", "black"), "d": ("ok", "")}
    after = {"a": ("ok", ""), "b": ("late", ""), "c": ("blind", "frozen"), "e": ("ok", "")}
    assert changed(before, after) == 4
    assert changed(before, before) == 0


def test_maps_are_given_what_the_configuration_says() -> None:
    """Matters by the names of the city's table: of several rows of one, the first names it."""
    source = open_maps(_roster(MemoryStore()))
    assert source.streets() == b"{}"
    assert source.matters["crowding"] == ("人员聚集", "Crowding")
    assert isinstance(TABLE, MatterTable)


async def test_many_changes_are_one_live_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cameras change between two looks at them, and pages are told once; nothing changes, and nothing is told."""
    monkeypatch.setattr(module, "PACE_S", 0.02)
    store, rung, stop = MemoryStore(), asyncio.Event(), asyncio.Event()
    roster, atlas = _roster(store), Deck(tmp_path, ManualClock(START)).app.state.atlas
    assert isinstance(atlas, Atlas)
    with ThreadPoolExecutor(1) as thread:
        running = asyncio.create_task(
            keep_maps(
                atlas, roster, stop, store=store, thread=thread, clock=ManualClock(START), after=rung.set
            )
        )
        await asyncio.sleep(0.1)
        assert _told(store) == []
        roster.note(looked())
        await asyncio.wait_for(rung.wait(), 5)
        await asyncio.sleep(0.06)
        assert _told(store) == [("map", "states", {"changed": 1, "plan": False})]
        rung.clear()
        roster.swap(replace(roster.configuration, cameras={"cam-3": camera("cam-3")}))
        await asyncio.wait_for(rung.wait(), 5)
        assert _told(store)[1:] == [("map", "states", {"changed": 3, "plan": True})]
        stop.set()
        await asyncio.wait_for(running, 5)


def _told(store: MemoryStore) -> list[tuple[str, str, object]]:
    with store.read() as reader:
        return [(event.kind, event.ref, event.data) for event in reader.events_since(0)]


def test_a_store_that_cannot_be_read_keeps_nobody_from_starting() -> None:
    """The first who asks tries again."""
    store = MemoryStore()
    store.close()

    class Closed:
        def warm(self) -> None:
            with store.read():
                pass

    module._prepare(Closed())
