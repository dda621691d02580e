"""The courier against real servers that fail by script."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from alerts.delivery import Courier
from alerts.sending import Sender
from alerts.store.base import DeliveryState, Store
from alerts.store.memory import MemoryStore
from alerts.store.sql import SqlStore
from core.clock import Clock, ManualClock, SystemClock
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.errors import StoreError
from core.secrets import Secrets
from tests.builders_store import START, delivery, incident, step
from tests.fakes.acceptances import Listener
from tests.fakes.receiver import FakeReceiver, Reply

SECRETS = Secrets(values={"hook": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})


def _receiver(url: str, name: str = "platform", **changes) -> Receiver:
    values = {"name": name, "url": url, "secret": "hook", "allow": ["127.0.0.0/8"], "timeout_s": 5}
    return Receiver.model_validate(values | changes)


def _courier(store: Store, *receivers: Receiver, clock: Clock, **changes) -> Courier:
    desk = changes.pop("desk", None)
    settings = Delivery.model_validate({"retry_s": (5, 300, 1800), "jitter": 0} | changes)
    return Courier(store, receivers, SECRETS, settings, clock, random.Random(7), desk=desk)


def _enqueue(store: Store, *names: str, incident_id: str | None = None, receiver: str = "platform") -> None:
    with store.write() as writer:
        for name in names:
            of = incident_id or name.replace("msg", "inc")
            if writer.incident(of) is None:
                writer.put_incident(incident(of), [step()])
            writer.enqueue(delivery(name, incident_id=of, receiver=receiver))


def _state(store: Store, name: str) -> DeliveryState:
    with store.read() as reader:
        row = reader.delivery(name)
    assert row is not None
    return row.state


@pytest.fixture
def store() -> MemoryStore:
    """An empty store."""
    return MemoryStore()


@contextlib.asynccontextmanager
async def _running(courier: Courier) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(courier.run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def _until(condition, within_s: float = 5.0) -> None:
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.01)


async def test_script_of_a_bad_day(store, clock):
    """Overload, error, reset, redirect, then accepted: one row, one id, a ledger of five attempts."""
    script = [
        Reply(status=503),
        Reply(status=500, body=b"no"),
        Reply(cut=True),
        Reply(status=302, headers={"location": "/"}),
        Reply(body=b'{"case_number": "GD-9"}'),
    ]
    told = []
    async with FakeReceiver(script) as server:
        courier = _courier(
            store,
            _receiver(server.url),
            clock=clock,
            retry_s=(5, 10, 20, 40, 80),
            desk=Listener(store, lambda row, number: told.append((row.id, number))),
        )
        _enqueue(store, "msg_1")
        assert await courier.once() == 1
        for wait in (5, 10, 20, 40):
            clock.advance(wait - 0.5)
            assert await courier.once() == 0  # not before its time
            clock.advance(0.5)
            assert await courier.once() == 1
        await courier.close()
    assert server.ids == ["msg_1"] * 5
    assert len({taken.body for taken in server.taken}) == 1
    assert told == [("msg_1", "GD-9")]
    with store.read() as reader:
        ledger = reader.attempts("msg_1")
        assert reader.delivery("msg_1").state is DeliveryState.ACCEPTED
    assert [(a.number, a.status, a.outcome) for a in ledger] == [
        (1, 503, "retry"),
        (2, 500, "retry"),
        (3, None, "retry"),
        (4, 302, "retry"),
        (5, 200, "accepted"),
    ]
    assert courier.outcomes == {"retry": 4, "accepted": 1}


async def test_gives_up_after_the_last_try_and_replays(store, clock):
    """A dead letter can be replayed, with a whole new schedule; the next version went in between."""
    async with FakeReceiver([Reply(status=500)] * 4) as server:
        courier = _courier(store, _receiver(server.url), clock=clock)
        _enqueue(store, "msg_1", "msg_2", incident_id="inc_1")
        for wait in (0, 5, 300, 1800):
            clock.advance(wait)
            await courier.once()
        assert _state(store, "msg_1") is DeliveryState.DEAD
        await courier.once()
        assert _state(store, "msg_2") is DeliveryState.ACCEPTED
        server.script = [Reply(status=500)]
        with store.write() as writer:
            assert writer.requeue(["msg_1"], clock.now()) == 1
        await courier.once()
        assert _state(store, "msg_1") is DeliveryState.PENDING
        clock.advance(5)
        await courier.once()
        await courier.close()
    assert _state(store, "msg_1") is DeliveryState.ACCEPTED
    assert server.ids == ["msg_1"] * 4 + ["msg_2"] + ["msg_1"] * 2


async def test_retry_after_is_obeyed_to_the_second(store, clock):
    """429 by seconds and 503 by date: nothing reaches the receiver before."""
    date = (START + timedelta(seconds=200)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    script = [
        Reply(status=429, headers={"retry-after": "60"}),
        Reply(status=503, headers={"retry-after": date}),
    ]
    async with FakeReceiver(script) as server:
        courier = _courier(store, _receiver(server.url), clock=clock, retry_s=(5, 5, 5))
        _enqueue(store, "msg_1")
        await courier.once()
        _enqueue(store, "msg_2")
        clock.advance(59)
        assert await courier.once() == 0  # also nothing of another incident: the receiver wants rest
        clock.advance(1)
        assert await courier.once() == 2
        clock.advance(139)
        assert await courier.once() == 0
        clock.advance(1)
        await courier.once()
        await courier.close()
    assert len(server.ids) == 4
    assert _accepted(store) == 2


async def test_410_holds_everything_until_enabled(store, clock):
    """The receiver is disabled at once; enabling it delivers what was held, in order."""
    async with FakeReceiver([Reply(status=410)]) as server:
        courier = _courier(store, _receiver(server.url), clock=clock)
        _enqueue(store, "msg_1", "msg_2", incident_id="inc_1")
        await courier.once()
        _enqueue(store, "msg_3", incident_id="inc_1")
        assert await courier.once() == 0
        assert [_state(store, f"msg_{n}") for n in (1, 2, 3)] == [DeliveryState.HELD] * 3
        with store.read() as reader:
            assert reader.disabled_receivers() == {"platform": "answered 410 to msg_1"}
            assert [e.data["outcome"] for e in reader.events_since(0)] == ["gone"]
        with store.write() as writer:
            writer.enable_receiver("platform", clock.now())
        for _ in range(3):
            await courier.once()
        await courier.close()
    assert server.ids == ["msg_1", "msg_1", "msg_2", "msg_3"]


async def test_stuck_incident_blocks_no_other(store, clock):
    """Order holds within an incident; others pass by."""
    stuck = {b"msg_1"}
    async with FakeReceiver(choose=lambda body: Reply(status=500) if body in stuck else None) as server:
        courier = _courier(store, _receiver(server.url), clock=clock, retry_s=(5, 5, 5, 5, 5, 5))
        with store.write() as writer:
            for n in range(1, 5):
                of = "inc_1" if n <= 2 else f"inc_{n}"
                if writer.incident(of) is None:
                    writer.put_incident(incident(of), [step()])
                writer.enqueue(delivery(f"msg_{n}", incident_id=of, body=f"msg_{n}".encode()))
        for _ in range(3):
            await courier.once()
            clock.advance(5)
        assert set(server.ids) == {"msg_1", "msg_3", "msg_4"}
        stuck.clear()
        await courier.once()
        await courier.once()
        await courier.close()
    assert server.ids[-2:] == ["msg_1", "msg_2"]


async def test_what_waited_out_an_outage_goes_when_the_receiver_is_back(store, clock):
    """Not hours later, by each one's own schedule; in order, and silent ones still wait."""
    down = [Reply(status=503)] * 4
    async with FakeReceiver(down) as server:
        courier = _courier(store, _receiver(server.url), clock=clock, retry_s=(60, 36_000, 36_000))
        _enqueue(store, "msg_1", "msg_2", incident_id="inc_1")
        _enqueue(store, "msg_3")
        with store.write() as writer:
            writer.put_incident(incident("inc_quiet"), [step()])
            quiet = delivery("msg_quiet", incident_id="inc_quiet", next_at=START + timedelta(days=9))
            writer.enqueue(quiet)
        for wait in (0, 60):
            clock.advance(wait)
            assert await courier.once() >= 1
            await courier.once()  # the lane has narrowed to one
        clock.advance(60)
        assert await courier.once() == 0  # for ten hours nothing would be tried
        _enqueue(store, "msg_new")
        assert await courier.once() == 1  # the receiver is back, which nobody knew
        while await courier.once():
            pass
        await courier.close()
    assert server.ids[4:] == ["msg_new", "msg_1", "msg_3", "msg_2"]
    assert _state(store, "msg_quiet") is DeliveryState.PENDING


async def test_refused_address_is_retried_by_schedule_and_named(store, clock):
    """An administrator may mend the allow-list; nothing is sent until then."""
    async with FakeReceiver() as server:
        courier = _courier(store, _receiver(server.url, allow=["10.0.0.0/8"]), clock=clock)
        _enqueue(store, "msg_1")
        await courier.once()
        await courier.close()
        assert server.taken == []
        with store.read() as reader:
            assert [a.outcome for a in reader.attempts("msg_1")] == ["refused"]
        mended = _courier(store, _receiver(server.url), clock=clock)
        clock.advance(5)
        await mended.once()
        await mended.close()
    assert _state(store, "msg_1") is DeliveryState.ACCEPTED


async def test_running_courier_keeps_order_under_random_failure(tmp_path):
    """Forty versions of eight incidents, a third of the answers bad: everything arrives, in order."""
    rng = random.Random(3)
    store = SqlStore(f"sqlite:///{tmp_path / 'store.db'}", environment={})

    def choose(_body: bytes) -> Reply:
        return Reply(status=rng.choice([200, 200, 503]), delay_s=rng.random() * 0.01)

    async with FakeReceiver(choose=choose) as server:
        courier = _courier(store, _receiver(server.url), clock=SystemClock(), retry_s=(0.01,) * 50)
        async with _running(courier):
            for n in range(40):
                _enqueue(store, f"msg_{n:02}", incident_id=f"inc_{n % 8}")
                courier.poke()
            await _until(lambda: _accepted(store) == 40, 20)
    first_ok: dict[str, list[int]] = {}
    with store.read() as reader:
        for row in reader.deliveries():
            first_ok.setdefault(row.incident_id, []).append(row.accepted_at)
    store.close()
    assert all(times == sorted(times) for times in first_ok.values())
    for of in range(8):
        seen = [int(name[4:]) for name in server.ids if int(name[4:]) % 8 == of]
        assert seen == sorted(seen)


def _accepted(store: Store) -> int:
    with store.read() as reader:
        return reader.count_deliveries().get(DeliveryState.ACCEPTED, 0)


async def test_poke_delivers_at_once(store):
    """From commit to receiver without waiting for the next look at the outbox."""
    async with FakeReceiver() as server:
        courier = _courier(store, _receiver(server.url), clock=SystemClock())
        courier.poke()  # before it runs: harmless
        async with _running(courier):
            await asyncio.sleep(0.1)
            began = asyncio.get_running_loop().time()
            _enqueue(store, "msg_1")
            await asyncio.to_thread(courier.poke)  # from any thread
            await _until(lambda: server.taken)
            assert server.taken[0].at - began < 0.5
            await _until(lambda: _accepted(store) == 1)
        courier.poke()  # after its end: harmless


async def test_in_flight_is_bounded_and_one_slow_receiver_leaves_room(store):
    """The other receiver is served while the slow one holds all it may."""
    slow = FakeReceiver(choose=lambda _body: Reply(delay_s=0.6))
    async with slow, FakeReceiver() as quick:
        receivers = (_receiver(slow.url, "slow"), _receiver(quick.url, "quick"))
        courier = _courier(store, *receivers, clock=SystemClock(), in_flight=8)
        _enqueue(store, *(f"msg_{n}" for n in range(20)), receiver="slow")
        async with _running(courier):
            await _until(lambda: slow.busy == 6)
            _enqueue(store, "msg_q", receiver="quick")
            courier.poke()
            await _until(lambda: quick.taken, 0.5)
            assert slow.busiest == 6


async def test_while_answers_are_written_down_others_are_sent(store, monkeypatch):
    """A slow disk does not hold the receiver up; but not without end: twice as many as may be under way."""
    gate = asyncio.Event()

    async def slow(_result) -> None:
        await gate.wait()

    async with FakeReceiver() as server:
        courier = _courier(store, _receiver(server.url), clock=SystemClock(), in_flight=4)
        monkeypatch.setattr(courier._settling, "keep", slow)
        _enqueue(store, *(f"msg_{n}" for n in range(20)))
        async with _running(courier):
            await _until(lambda: len(server.ids) == 8)
            await asyncio.sleep(0.2)
            courier.poke()
            await asyncio.sleep(0.2)
            assert len(server.ids) == 8
            gate.set()
    assert server.busiest <= 4


async def test_nothing_is_sent_twice_that_was_settled(store):
    """Many quick deliveries: each id exactly once, however often the outbox is read meanwhile."""
    async with FakeReceiver() as server:
        courier = _courier(store, _receiver(server.url), clock=SystemClock(), in_flight=16)
        async with _running(courier):
            for n in range(100):
                _enqueue(store, f"msg_{n}")
                courier.poke()
            await _until(lambda: _accepted(store) == 100, 10)
    assert sorted(server.ids) == sorted(f"msg_{n}" for n in range(100))


async def test_what_ends_while_the_outbox_is_read_is_not_sent_again(store, monkeypatch, clock):
    """The answer of the database may be older than the end of an attempt."""
    async with FakeReceiver([Reply(delay_s=0.1)]) as server:
        courier = _courier(store, _receiver(server.url), clock=clock)
        _enqueue(store, "msg_1")
        assert await courier._start_due() == 1
        ask = courier._ask

        def slow_ask(wanted, flying):
            rows = ask(wanted, flying)
            assert [row.id for row in ask(wanted, ())["platform"]] == ["msg_1"], "it is pending still"
            ended.wait(5)
            return rows

        ended = threading.Event()
        monkeypatch.setattr(courier, "_ask", slow_ask)
        reading = asyncio.create_task(courier._start_due())
        await _until(lambda: not courier._in_flight)
        ended.set()
        assert await reading == 0
        await courier._finish(None)
        await courier.close()
    assert server.ids == ["msg_1"]


async def test_crash_before_settling_sends_the_same_id_again(store, monkeypatch, clock):
    """At least once: the receiver's 2xx was not written down, so it gets the message again."""

    async def crash(*_arguments) -> None:
        raise asyncio.CancelledError

    async with FakeReceiver() as server:
        first = _courier(store, _receiver(server.url), clock=clock)
        monkeypatch.setattr(first._settling, "keep", crash)
        _enqueue(store, "msg_1")
        await first.once()
        await first.close()
        assert _state(store, "msg_1") is DeliveryState.PENDING
        second = _courier(store, _receiver(server.url), clock=clock)
        await second.once()
        await second.close()
    assert server.ids == ["msg_1", "msg_1"]
    assert server.taken[0].body == server.taken[1].body


async def test_ill_database_does_not_stop_the_courier(store, monkeypatch):
    """Reading fails for a while; afterwards everything goes out."""
    failing = [StoreError("locked")] * 2
    read = store.read

    def sometimes():
        if failing:
            raise failing.pop()
        return read()

    async with FakeReceiver() as server:
        courier = _courier(store, _receiver(server.url), clock=SystemClock())
        _enqueue(store, "msg_1")
        monkeypatch.setattr(store, "read", sometimes)
        async with _running(courier):
            await asyncio.sleep(0.05)
            courier.poke()
            await asyncio.sleep(0.05)
            courier.poke()
            await _until(lambda: server.taken)


async def test_stop_does_not_wait_for_a_silent_receiver(store, monkeypatch):
    """What is under way gets a moment; then it is broken off and stays pending."""
    monkeypatch.setattr("alerts.delivery.STOP_S", 0.1)
    async with FakeReceiver(choose=lambda _body: Reply(delay_s=0.8)) as server:
        courier = _courier(store, _receiver(server.url), clock=SystemClock())
        _enqueue(store, "msg_1")
        began = asyncio.get_running_loop().time()
        async with _running(courier):
            await _until(lambda: server.busy)
        assert asyncio.get_running_loop().time() - began < 0.7
    assert _state(store, "msg_1") is DeliveryState.PENDING


async def test_receiver_that_was_removed_keeps_its_rows(store):
    """Taken out of the configuration, its deliveries wait; nothing is lost and nothing sent."""
    clock = ManualClock(START)
    async with FakeReceiver() as server:
        courier = _courier(store, _receiver(server.url, "other"), clock=clock)
        _enqueue(store, "msg_1")
        assert await courier.once() == 0
        await courier.close()
    assert _state(store, "msg_1") is DeliveryState.PENDING


async def test_a_fault_of_our_own_is_not_tried_again_at_once(store, monkeypatch):
    """A receiver must not be hammered because we stumble over its answer; the others go on."""
    attempts = []

    async def stumbles(self, delivery):
        attempts.append(delivery.id)
        raise OverflowError("nobody has foreseen it")

    monkeypatch.setattr(Sender, "attempt", stumbles)
    _enqueue(store, "msg_1")
    courier = _courier(store, _receiver("http://127.0.0.1:9/"), clock=SystemClock())
    stop = asyncio.Event()
    task = asyncio.create_task(courier.run(stop))
    for _ in range(10):
        courier.poke()
        await asyncio.sleep(0.02)
    monkeypatch.setattr("alerts.delivery.STOP_S", 0.1)
    stop.set()
    await asyncio.wait_for(task, 5)
    assert attempts == ["msg_1"]
    assert _state(store, "msg_1") is DeliveryState.PENDING
