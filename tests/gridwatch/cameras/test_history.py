from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest

from alerts.desk import Outcome
from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.errors import StoreError
from core.look import LookFailureKind
from core.reason import Reason
from gridwatch.cameras import history as module
from gridwatch.cameras.history import NOTE, HistoryBook
from gridwatch.pipeline import Looked
from ingest.health import HealthEvent
from tests.builders import START, camera, detections, failure, frame


class Refusing(MemoryStore):
    """A store that takes nothing for a while."""

    full = True

    def write(self) -> AbstractContextManager[Any]:
        """Refuse, or write."""
        if self.full:
            raise StoreError("the disk is full")
        return super().write()


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    """The store's thread."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TICK_S", 0.01)
    monkeypatch.setattr(module, "ROUND_S", 0.01)


def book(store: MemoryStore, thread: ThreadPoolExecutor) -> HistoryBook:
    """Two cameras, one of them watched."""
    cameras = {"cam-1": camera(), "warm": camera("warm", watch_fps=1)}
    return HistoryBook(store, thread, ManualClock(START), lambda: cameras)


async def test_what_is_counted_is_told_at_once_and_written(thread: ThreadPoolExecutor) -> None:
    """Counts, a change, and the last looks with their boxes; another book reads counts and changes of the store."""
    store = MemoryStore()
    one = book(store, thread)
    one.period("cam-1", "on_time", None, 1)
    one.period("cam-1", "missed", LookFailureKind.NO_BUDGET, 2)
    dark = failure(LookFailureKind.TIMEOUT, seconds=1)
    why = Reason(code="health.timeout", facts={"detail": "x"})
    event = HealthEvent(camera_id="cam-1", at=START, what="offline", kind=LookFailureKind.TIMEOUT, why=why)
    looked = Looked(
        frame=frame(),
        detections=detections(("person", [0, 0, 1, 1], 0.9)),
        sightings=(),
        notes=(),
        decision=Outcome(),
    )
    one.note(looked)
    one.note(dark, [event])
    told = one.told("cam-1", 2)
    assert told.hours[-1][1] == {"on_time": 1, "missed.no_budget": 2}
    assert [(look.kind, look.boxes) for look in told.looks] == [(LookFailureKind.TIMEOUT, None), (None, 1)]
    assert told.changes[0]["what"] == "offline"
    stop = asyncio.Event()
    stop.set()
    await one.run(stop)
    (hours, none) = (list(found) for _, found in one.counted(["cam-1", "none"]))
    assert ([counts for _, counts in hours], none) == ([told.hours[-1][1]], [])
    again = book(store, thread).told("cam-1", 2)
    assert (again.hours, again.changes, again.looks) == (told.hours, told.changes, ())


async def test_a_watched_camera_counts_its_pictures(thread: ThreadPoolExecutor) -> None:
    """The schedule knows nothing of it; one that is configured no more is passed over."""
    one = book(MemoryStore(), thread)
    one.note(failure(LookFailureKind.BLACK, camera_id="warm"))
    one.note(failure(LookFailureKind.BLACK, camera_id="gone"))
    assert one.told("warm", 1).hours[0][1] == {"failed.black": 1}
    assert one.told("gone", 1).looks == ()


async def test_what_the_store_refuses_is_written_later(thread: ThreadPoolExecutor) -> None:
    """Nothing is counted twice, nothing is lost."""
    store = Refusing()
    one = book(store, thread)
    one.period("cam-1", "late", None, 1)
    stop = asyncio.Event()
    running = asyncio.create_task(one.run(stop))
    await asyncio.sleep(0.1)
    store.full = False
    async with asyncio.timeout(5):
        while True:
            with store.read() as reader:
                note = reader.note(NOTE, "cam-1")
            if note:
                break
            await asyncio.sleep(0.01)
    stop.set()
    await running
    assert note["hours"][0][1] == {"late": 1}
