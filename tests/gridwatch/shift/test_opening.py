from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from alerts.film_folder import FilmFolder
from alerts.shift.act import Kind
from core.clock import ManualClock
from core.config.settings.load import Load
from core.errors import EvidenceError, StoreError
from core.ids import CountingIds
from core.incident import Status
from gridwatch.shift.opening import carry_out_acts, keep_film, open_film, open_shift
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


async def _keep(film, folder, load, until=lambda: True):
    stop = asyncio.Event()
    running = asyncio.create_task(keep_film(film, folder, load, stop, tick_s=0.001, again_s=0.001))
    async with asyncio.timeout(5):
        while not until():
            await asyncio.sleep(0.001)
    stop.set()
    await running


async def test_the_film_of_a_live_case_is_there_after_a_restart_until_the_case_has_ended(deck, tmp_path):
    """And before the inbox knows what is live nothing goes."""
    heap = deck.incident().id
    deck.load.inbox.tick()
    film = open_film(deck.load)
    film.note(frame(camera_id="cam-1"), detections())
    await _keep(film, FilmFolder(tmp_path / "film"), deck.load)

    folder = FilmFolder(tmp_path / "film")
    after = open_film(deck.load, folder.read())
    assert after.shots(["cam-1"]) == film.shots(["cam-1"]) != ()
    latest, deck.load.inbox.latest = deck.load.inbox.latest, None
    await _keep(after, folder, deck.load)
    assert len(folder.read()) == 1
    deck.load.inbox.latest = latest
    deck.desk.act(heap, "reject", LI, "a market stall")
    deck.load.inbox.tick()
    await _keep(after, folder, deck.load)
    assert FilmFolder(tmp_path / "film").read() == ()


async def test_a_disk_that_takes_no_film_does_not_end_the_loop(deck, tmp_path):
    """It is tried again."""
    deck.incident()
    deck.load.inbox.tick()
    film = open_film(deck.load)
    film.note(frame(camera_id="cam-1"), detections())
    tries = []

    class Full(FilmFolder):
        def hold(self, shots) -> None:
            tries.append(len(shots))
            raise EvidenceError("disk full")

    await _keep(film, Full(tmp_path), deck.load, until=lambda: len(tries) > 2)
    assert set(tries) == {1}
