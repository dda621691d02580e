from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from alerts.store import rules
from alerts.store.base import Store
from alerts.store.memory import MemoryStore
from alerts.store.sql import SqlStore
from gridwatch.offers.mqtt import publisher as module
from gridwatch.offers.mqtt.letters import Letter
from gridwatch.offers.mqtt.line import CutOff, Line, open_line
from gridwatch.offers.mqtt.publisher import BOOKMARK, Publisher
from tests.builders import at
from tests.fakes.mosquitto import Mosquitto, until


class Broker:
    """Has what it was sent; can be away, refuse a message, stall, and cut the line."""

    def __init__(self) -> None:
        self.got: list[Letter] = []
        self.away = False
        self.refuse_at: int | None = None  # the n-th message from now fails
        self.stalls = False
        self.connections = 0
        self._cut = asyncio.Event()

    @contextlib.asynccontextmanager
    async def connect(self) -> AsyncIterator[Broker]:
        """As a line."""
        if self.away:
            raise CutOff("away")
        self.connections += 1
        self._cut = asyncio.Event()
        yield self

    async def send(self, letter: Letter) -> None:
        """Take it, unless the script says otherwise."""
        await asyncio.sleep(0)
        if self._cut.is_set():
            raise CutOff("cut")
        if self.stalls:
            await asyncio.Event().wait()
        if self.refuse_at is not None:
            self.refuse_at -= 1
            if self.refuse_at < 0:
                self.refuse_at = None
                raise CutOff("no word")
        self.got.append(letter)

    async def lost(self) -> None:
        """Wait for the cut."""
        await self._cut.wait()

    def cut(self) -> None:
        """Cut the line."""
        self._cut.set()

    @property
    def seqs(self) -> list[int]:
        """Numbers of the events, by the topics of incidents, in the order they came."""
        return [json.loads(one.payload)["seq"] for one in self.got if "/incidents/" in one.topic]


class Bench:
    """A publisher over a store that a test writes to."""

    def __init__(self) -> None:
        self.store: Store = MemoryStore()
        self.broker = Broker()
        self.rung = asyncio.Event()
        self.stop = asyncio.Event()
        self.publisher = self.new()

    def new(self) -> Publisher:
        """A publisher as a new process would have it."""
        return Publisher(
            self.store,
            self.broker.connect,
            prefix="g",
            retain=False,
            most_wait_s=1,
            listen=lambda: self.rung,
            rng=random.Random(1),
        )

    def commit(self, *kinds: str) -> None:
        """Write live events and ring."""
        with self.store.write() as writer:
            for kind in kinds:
                writer.add_event(at(0), kind, "inc_1", {"id": "inc_1", "status": "open"})
        rung, self.rung = self.rung, asyncio.Event()
        rung.set()

    def kept(self) -> Any:
        """The position in the store."""
        with self.store.read() as reader:
            return reader.bookmark(BOOKMARK)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the publisher; it must stop quickly."""
        self.stop.clear()
        task = asyncio.create_task(self.publisher.run(self.stop))
        try:
            yield
        finally:
            self.stop.set()
            await asyncio.wait_for(task, 2)

    async def until(self, seqs: list[int]) -> None:
        """Wait until the broker has these."""
        for _ in range(400):
            if self.broker.seqs == seqs:
                return
            await asyncio.sleep(0.005)
        raise AssertionError(self.broker.seqs)


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Waits are short."""
    monkeypatch.setattr(module, "FIRST_WAIT_S", 0.01)
    return Bench()


async def test_what_is_committed_is_published_in_order(bench: Bench) -> None:
    """Incidents only; who begins today is not told of yesterday; the position is kept."""
    bench.commit("incident")
    async with bench.running():
        await _connected(bench)
        bench.commit("incident", "camera", "incident")
        await bench.until([2, 4])
    assert bench.kept() == {"seq": 4}
    assert bench.publisher.counts["published"] == 4
    assert not bench.publisher.connected


async def test_an_outage_of_the_broker_loses_nothing(bench: Bench) -> None:
    """What was committed while it was away comes when it is back, in order, and once."""
    async with bench.running():
        await _connected(bench)
        bench.broker.away = True
        bench.broker.cut()
        for _ in range(30):
            bench.commit("incident")
        await asyncio.sleep(0.05)
        assert bench.broker.got == []
        bench.broker.away = False
        await bench.until(list(range(1, 31)))
    assert bench.publisher.counts["cut_off"] >= 2


async def test_a_restart_goes_on_where_the_last_one_stopped(bench: Bench) -> None:
    """What was committed in between is published by the next process."""
    async with bench.running():
        await _connected(bench)
        bench.commit("incident")
        await bench.until([1])
    bench.commit("incident", "incident")
    bench.publisher = bench.new()
    async with bench.running():
        await bench.until([1, 2, 3])


async def test_a_message_without_the_brokers_word_comes_again(bench: Bench) -> None:
    """At least once: the batch is repeated from the last position that was kept, in order."""
    async with bench.running():
        await _connected(bench)
        bench.broker.refuse_at = 5
        bench.commit(*["incident"] * 4)
        for _ in range(400):
            if bench.kept() == {"seq": 4}:
                break
            await asyncio.sleep(0.005)
    assert bench.broker.seqs[-4:] == [1, 2, 3, 4]
    assert bench.broker.connections == 2


async def test_it_stops_although_the_broker_stalls(bench: Bench) -> None:
    """Nobody waits for a word that does not come; the next process sends it again."""
    async with bench.running():
        await _connected(bench)
        bench.broker.stalls = True
        bench.commit("incident")
        await asyncio.sleep(0.05)
    assert bench.kept() == {"seq": 0}


async def test_what_the_journal_has_dropped_is_counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outage longer than the journal goes back is told as what it is."""
    monkeypatch.setattr(rules, "EVENTS_KEPT", 3)
    async with bench.running():
        await _connected(bench)
    bench.commit(*["incident"] * 10)
    with bench.store.write() as writer:
        writer.prune(at(0))
    async with bench.running():
        await bench.until([8, 9, 10])
    assert bench.publisher.counts["lost"] == 7


async def test_an_older_copy_of_the_database_does_not_silence_it(bench: Bench) -> None:
    """A position beyond the newest event is of another database."""
    with bench.store.write() as writer:
        writer.put_bookmark(BOOKMARK, {"seq": 999})
    async with bench.running():
        await _connected(bench)
        bench.commit("incident")
        await bench.until([1])


async def test_a_store_that_fails_is_tried_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked database ends neither the publisher nor the service."""
    async with bench.running():
        await _connected(bench)
        whole, bench.store._closed = bench.store, True  # type: ignore[attr-defined] # of the memory store
        bench.rung.set()
        await asyncio.sleep(0.05)
        whole._closed = False  # type: ignore[attr-defined] # of the memory store
        bench.commit("incident")
        await bench.until([1])


async def test_an_outage_of_a_real_broker_loses_nothing(tmp_path: Path, bench: Bench) -> None:
    """Mosquitto is killed in the middle of a stream and started again.

    It then gets every event from the last that it had given its word for, in order, without a gap.
    """
    broker, gate = Mosquitto(tmp_path), asyncio.Event()
    broker.start()
    gate.set()
    wanted = broker.settings(prefix="g")

    @contextlib.asynccontextmanager
    async def connect() -> AsyncIterator[Line]:
        await gate.wait()
        async with open_line(wanted, client_id="g", credential=None) as line:
            yield line

    bench.store = SqlStore(f"sqlite:///{tmp_path / 'g.db'}")
    bench.broker.connect = connect  # type: ignore[method-assign, assignment] # a real one in its place
    bench.publisher = bench.new()
    try:
        async with bench.running():
            await until(lambda: bench.publisher.connected, "connected")
            bench.commit(*["incident"] * 150)
            await until(lambda: bench.publisher.position >= 40, "a stream")
            broker.stop()
            await until(lambda: not bench.publisher.connected, "noticed")
            gate.clear()
            had = bench.publisher.position
            assert bench.kept() == {"seq": had}
            bench.commit(*["incident"] * 25)
            broker.start()
            async with broker.heard("g/incidents/+") as heard:
                gate.set()
                await until(lambda: bench.publisher.position == 175, "all published")
                await until(lambda: len(heard) >= 175 - had, "all heard")
                seqs = [json.loads(bytes(one.payload))["seq"] for one in heard]
            assert seqs == list(range(had + 1, 176))
    finally:
        broker.stop()
        bench.store.close()


async def _connected(bench: Bench) -> None:
    for _ in range(400):
        if bench.publisher.connected and bench.kept() is not None:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("never connected")
