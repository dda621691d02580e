from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from alerts.keeping import Swept
from core.clock import ManualClock
from core.errors import StoreError
from core.look import LookFailureKind, LookReason, LookWish
from gridwatch import chores
from gridwatch.chores import Chores
from gridwatch.outage_desk import OutageDesk
from gridwatch.roster import Roster
from tests.builders import camera, failure
from tests.builders_api import Deck
from tests.gridwatch.test_roster import configuration


class Hands:
    """Everything around the chores, noted."""

    def __init__(self, tmp_path: Path, clock: ManualClock, thread: ThreadPoolExecutor) -> None:
        self.deck = Deck(tmp_path, clock)
        self.roster = Roster(configuration(camera()), self.deck.store, clock)
        self.asked: list[LookWish] = []
        self.rung = 0
        self.published = 0
        self.chores = Chores(
            store=self.deck.store,
            store_thread=thread,
            desk=self.deck.desk,
            roster=self.roster,
            engine=SimpleNamespace(ask=self.asked.extend),  # type: ignore[arg-type] # only asked for looks
            clock=clock,
            sweep=Swept,
            publish=self._publish,
            after=self._ring,
            outages=OutageDesk(self.roster, clock=clock, retry=lambda _, __: None),
        )

    def _publish(self) -> None:
        self.published += 1

    def _ring(self) -> None:
        self.rung += 1

    async def run_until(self, enough: Callable[[], Any]) -> None:
        """Run until the condition holds, five seconds at most."""
        stop = asyncio.Event()
        running = asyncio.create_task(self.chores.run(stop))
        async with asyncio.timeout(5):
            while not enough():
                await asyncio.sleep(0.005)
        stop.set()
        await running


@pytest.fixture
def hands(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Chores that tick every hundredth of a second."""
    monkeypatch.setattr(chores, "TICK_S", 0.01)
    with ThreadPoolExecutor(1) as thread:
        yield Hands(tmp_path, clock, thread)


async def test_health_and_its_news_are_written_together(hands: Hands) -> None:
    """The console hears of a camera that went away, once, with the record already kept."""
    for second in range(3):
        hands.chores.note(failure(LookFailureKind.TIMEOUT, seconds=second))
    hands.deck.clock.advance(60)  # nothing larger explains it
    await hands.run_until(lambda: hands.rung)
    with hands.deck.store.read() as reader:
        assert reader.health("cam-1") is not None
        assert [event.kind for event in reader.events_since(0)] == ["camera"]


async def test_a_start_asks_for_the_looks_that_were_owed(hands: Hands, tmp_path: Path) -> None:
    """A candidate of the last process is looked at again."""
    from core.sighting import Finding
    from tests.builders_desk import sighting

    last = Deck(tmp_path, hands.deck.clock, store=hands.deck.store)
    await asyncio.to_thread(last.see, sighting(Finding.CANDIDATE, seconds=1))
    hands.deck.clock.advance(60)
    await hands.chores.resume()
    assert [(wish.camera_id, wish.reason) for wish in hands.asked] == [("cam-1", LookReason.CONFIRM)]


async def test_a_store_that_fails_for_a_while_ends_nothing(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is logged; the next tick tries again."""
    real, calls = hands.deck.desk.tick, []

    def tick(now: Any) -> Any:
        calls.append(now)
        if len(calls) == 1:
            raise StoreError("disk full")
        return real(now)

    monkeypatch.setattr(hands.deck.desk, "tick", tick)
    await hands.run_until(lambda: len(calls) >= 3)


async def test_the_last_act_of_a_stop_writes_what_is_in_memory(hands: Hands) -> None:
    """Nothing that a clean stop could keep is lost."""
    hands.chores.note(failure(LookFailureKind.BLACK))
    await hands.chores.flush()
    with hands.deck.store.read() as reader:
        assert reader.health("cam-1") is not None


async def test_health_that_the_store_refused_is_written_later(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """News comes once for every change: a full disk at that moment must not swallow it."""
    hands.chores.note(failure(LookFailureKind.FROZEN))
    with monkeypatch.context() as patch:
        patch.setattr(hands.deck.store, "write", _refuse)
        with pytest.raises(StoreError):
            await hands.chores.flush()
    await hands.chores.flush()
    with hands.deck.store.read() as reader:
        assert reader.health("cam-1") is not None
        assert [event.kind for event in reader.events_since(0)] == ["camera"]


async def test_figures_are_published_with_every_tick(hands: Hands) -> None:
    """The API reads the last ones: they must not grow old."""
    await hands.run_until(lambda: hands.published >= 2)


def _refuse() -> Any:
    raise StoreError("disk full")


async def test_a_database_that_refused_is_tried_until_it_takes_something(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing to write, nobody would find out that there is room again."""
    store = hands.deck.store

    def tried() -> Any:
        with store.read() as reader:
            return reader.bookmark(chores.TRIED)

    await hands.run_until(lambda: hands.published > 2)
    assert tried() is None
    monkeypatch.setattr(type(store), "writable", property(lambda _: False))
    await hands.run_until(tried)
