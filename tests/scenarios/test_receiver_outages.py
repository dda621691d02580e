"""A receiver that is away for a day, that wants no more, that changes its secret: nothing is lost or reordered."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest

from alerts.delivery import Courier
from alerts.replay import replay
from alerts.signing import Verified, new_key, verify
from alerts.store.base import DeliveryState, Store
from alerts.store.memory import MemoryStore
from alerts.store.sql import SqlStore
from core.clock import ManualClock
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.secrets import Secrets
from tests.builders import START
from tests.builders_store import delivery, incident, step
from tests.fakes.receiver import FakeReceiver, Reply

OLD, NEW = new_key(), new_key()
SECRETS = Secrets(values={"hook": OLD, "next": NEW, "plain": "old-key", "plain-next": "new-key"})
CASES = 6
VERSIONS = 4


def _receiver(url: str, **changes: Any) -> Receiver:
    values = {"name": "platform", "url": url, "secret": "hook", "allow": ["127.0.0.0/8"]}
    return Receiver.model_validate(values | changes)


def _courier(store: Store, receiver: Receiver, clock: ManualClock) -> Courier:
    return Courier(store, [receiver], SECRETS, Delivery(), clock, random.Random(7))


def _tell(store: Store, case: int, version: int, clock: ManualClock) -> None:
    name = f"inc_{case}"
    with store.write() as writer:
        if writer.incident(name) is None:
            writer.put_incident(incident(name), [step()])
        row = delivery(
            f"msg_{case}_{version}",
            incident_id=name,
            incident_version=version,
            body=f"case={case}&version={version}".encode(),
            created_at=clock.now(),
            next_at=clock.now(),
        )
        writer.enqueue(row)


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    """Both stores."""
    made = MemoryStore() if request.param == "memory" else SqlStore(f"sqlite:///{tmp_path / 'g.db'}")
    yield made
    made.close()


def _order(server: FakeReceiver, since: int = 0) -> dict[str, list[str]]:
    order: dict[str, list[str]] = defaultdict(list)
    for taken in server.taken[since:]:
        case, version = taken.body.decode().split("&")
        order[case].append(version)
    return order


async def test_a_day_without_the_receiver_loses_nothing_and_reorders_no_case(store: Store) -> None:
    """Told all day long into nothing, by 503, no answer and 200 with a no; then taken, each once, in order."""
    clock = ManualClock(START)
    away = True

    def choose(body: bytes) -> Reply | None:
        if not away:
            return None
        number = sum(body)
        return (Reply(status=503), Reply(cut=True), Reply(body=b'{"code": 500}'))[number % 3]

    async with FakeReceiver(choose=choose) as server:
        receiver = _receiver(server.url, success={"path": "code", "equals": [0]})
        courier = _courier(store, receiver, clock)
        for hour in range(24):
            if hour % 6 == 0:
                for case in range(CASES):
                    _tell(store, case, hour // 6, clock)
            await courier.once()
            clock.advance(3600)
        missed = len(server.taken)
        assert missed > CASES * 5
        assert all(set(versions) == {"version=0"} for versions in _order(server).values())
        away = False
        for _ in range(40):
            clock.advance(3600)
            while await courier.once():
                pass
        await courier.close()
    taken = _order(server, missed)
    assert taken == {f"case={case}": [f"version={n}" for n in range(VERSIONS)] for case in range(CASES)}
    with store.read() as reader:
        assert reader.count_deliveries() == {DeliveryState.ACCEPTED: CASES * VERSIONS}
        ledger = reader.attempts("msg_0_0")
        assert [line.number for line in ledger] == list(range(1, len(ledger) + 1))
        assert ledger[-1].outcome == "accepted"


async def test_a_week_without_it_is_replayed_whole_and_in_order(store: Store) -> None:
    """What was given up goes before what came later, and a second replay finds nothing to do."""
    clock = ManualClock(START)
    away = True
    async with FakeReceiver(choose=lambda _: Reply(status=500) if away else None) as server:
        courier = _courier(store, _receiver(server.url), clock)
        for version in range(3):
            _tell(store, 1, version, clock)
        for _ in range(14 * 24):
            await courier.once()
            clock.advance(3600)
        with store.read() as reader:
            assert set(reader.count_deliveries()) == {DeliveryState.DEAD}
        away = False
        missed = len(server.taken)
        assert replay(store, now=clock.now(), receiver="platform", dry_run=True) == 3
        assert replay(store, now=clock.now(), receiver="platform") == 3
        assert replay(store, now=clock.now(), receiver="platform") == 0
        while await courier.once():
            pass
        await courier.close()
    assert _order(server, missed) == {"case=1": ["version=0", "version=1", "version=2"]}


async def test_one_that_wants_no_more_is_stopped_told_and_enabled_again(store: Store) -> None:
    """410: nothing is sent, all is held, a live event says so; enabling sends it, in order."""
    clock = ManualClock(START)
    gone = True
    async with FakeReceiver(choose=lambda _: Reply(status=410) if gone else None) as server:
        courier = _courier(store, _receiver(server.url), clock)
        _tell(store, 1, 0, clock)
        await courier.once()
        _tell(store, 1, 1, clock)
        clock.advance(86_400)
        assert await courier.once() == 0
        with store.read() as reader:
            assert "answered 410" in reader.disabled_receivers()["platform"]
            assert reader.count_deliveries() == {DeliveryState.HELD: 2}
            told = [event for event in reader.events_since(0) if event.kind == "delivery"]
            assert [event.data["outcome"] for event in told] == ["gone"]
        gone = False
        assert replay(store, now=clock.now(), receiver="platform") == 2
        while await courier.once():
            pass
        await courier.close()
    assert _order(server, 1) == {"case=1": ["version=0", "version=1"]}


async def test_a_standard_secret_changes_without_a_gap() -> None:
    """The platform may take the new one over on any day between naming it and dropping the old."""
    clock, store = ManualClock(START), MemoryStore()
    async with FakeReceiver() as server:
        for version, changes in enumerate(({}, {"next_secret": "next"}, {"secret": "next"})):
            courier = _courier(store, _receiver(server.url, **changes), clock)
            _tell(store, 1, version, clock)
            await courier.once()
            await courier.close()
    good = [
        {key for key in (OLD, NEW) if isinstance(verify(key, t.headers, t.body, now=clock.now()), Verified)}
        for t in server.taken
    ]
    assert good == [{OLD}, {OLD, NEW}, {NEW}]


async def test_one_signature_changes_at_the_stated_moment_also_in_retries() -> None:
    """The same bytes, signed with the key that is in force at the attempt."""
    clock, store = ManualClock(START), MemoryStore()
    async with FakeReceiver([Reply(status=503)]) as server:
        receiver = _receiver(
            server.url,
            secret="plain",
            next_secret="plain-next",
            switch_at=START + timedelta(seconds=3),
            signature={"kind": "token"},
        )
        courier = _courier(store, receiver, clock)
        _tell(store, 1, 0, clock)
        await courier.once()
        clock.advance(10)
        await courier.once()
        await courier.close()
    assert [t.headers["authorization"] for t in server.taken] == ["Bearer old-key", "Bearer new-key"]
    assert len({t.body for t in server.taken}) == 1
    assert len(set(server.ids)) == 1


async def test_a_rate_is_kept() -> None:
    """Fifty a second, two at once: never more, and none is lost."""
    clock, store = ManualClock(START), MemoryStore()
    async with FakeReceiver(choose=lambda _: Reply(delay_s=0.1)) as server:
        courier = _courier(store, _receiver(server.url, rate={"per_s": 50, "at_once": 2}), clock)
        for case in range(10):
            _tell(store, case, 0, clock)
        while await courier.once():
            pass
        await courier.close()
    assert server.busiest == 2
    began = [t.at for t in server.taken]
    assert len(began) == 10
    assert began[-1] - began[0] >= 9 / 50 * 0.9
