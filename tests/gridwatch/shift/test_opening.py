from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from alerts.shift.act import Kind
from core.clock import ManualClock
from core.config.settings.load import Load
from core.errors import StoreError
from core.ids import CountingIds
from core.incident import Status
from gridwatch.shift.opening import carry_out_acts, open_film, open_shift
from tests.builders import detections, frame
from tests.builders_api import Deck
from tests.builders_shift import LI


@pytest.fixture
def deck(tmp_path, clock: ManualClock) -> Deck:
    """A desk over a store."""
    return Deck(tmp_path, clock)


async def _run(shift, told, until):
    stop = asyncio.Event()
    with ThreadPoolExecutor(1) as thread:
        loop = carry_out_acts(
            shift, stop, thread=thread, after=lambda: told.append(1), tick_s=0.001, again_s=0.001
        )
        running = asyncio.create_task(loop)
        async with asyncio.timeout(5):
            while not until():
                await asyncio.sleep(0.001)
        stop.set()
        await running


async def test_the_loop_carries_out_what_is_due_and_tells_the_pages(deck):
    """Nobody has to ask."""
    heap = deck.incident().id
    shift = open_shift(
        Load(), store=deck.store, desk=deck.desk, load=deck.load, clock=deck.clock, ids=CountingIds()
    )
    shift.keep([shift.act(heap, Kind.ACKNOWLEDGE, who=LI)])
    deck.clock.advance(10)
    told = []
    await _run(shift, told, lambda: told)
    with deck.store.read() as reader:
        assert reader.incident(heap).status is Status.ACKNOWLEDGED


async def test_the_loop_outlives_a_store_that_takes_nothing(deck):
    """It tries again."""

    class Full:
        tries = 0
        due = True

        def tick(self) -> bool:
            self.tries += 1
            raise StoreError("disk full")

    full = Full()
    await _run(full, [], lambda: full.tries > 2)


def test_film_is_kept_of_cameras_that_see_a_live_case(deck):
    """As the inbox knew them at its last tick; before the first there is none."""
    film = open_film(deck.load)
    deck.incident()
    film.note(frame(camera_id="cam-1"), detections())
    assert film.shots(["cam-1"]) == ()
    deck.load.inbox.tick()
    film.note(frame(camera_id="cam-1"), detections())
    film.note(frame(camera_id="cam-2"), detections())
    assert len(film.shots(["cam-1"])) == 1
    assert film.shots(["cam-2"]) == ()
