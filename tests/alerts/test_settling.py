"""Writing down what came of attempts."""

from __future__ import annotations

import asyncio
import contextlib
import threading

import pytest

from alerts.retry import Answer, Decision
from alerts.settling import Result, Settling
from alerts.store.base import DeliveryState
from alerts.store.memory import MemoryStore
from core.errors import IllegalStep, StoreError
from tests.builders import at
from tests.builders_store import attempt, delivery, incident, step
from tests.fakes.acceptances import Listener


def _store(count: int = 3) -> MemoryStore:
    store = MemoryStore()
    with store.write() as writer:
        for n in range(1, count + 1):
            writer.put_incident(incident(f"inc_{n}"), [step()])
            writer.enqueue(delivery(f"msg_{n}", incident_id=f"inc_{n}"))
    return store


def _result(
    name: str, *, number: int = 1, state: DeliveryState = DeliveryState.ACCEPTED, **decision
) -> Result:
    ok = state is DeliveryState.ACCEPTED
    outcome = "accepted" if ok else decision.pop("outcome", "retry")
    return Result(
        delivery=delivery(name, incident_id=name.replace("msg", "inc")),
        attempt=attempt(name, number, outcome=outcome, status=200 if ok else 503),
        answer=Answer(status=200 if ok else 503, detail="", took_s=0.1, case_number=name),
        decision=Decision(state=state, outcome=outcome, **decision),
    )


def _row(store: MemoryStore, name: str):
    with store.read() as reader:
        return reader.delivery(name)


async def test_results_that_wait_together_are_one_transaction(monkeypatch):
    """While one commit is under way, the others gather for the next."""
    store, gate, writes = _store(), threading.Event(), []
    write = store.write

    def slow_write():
        writes.append(1)
        gate.wait(2)
        return write()

    monkeypatch.setattr(store, "write", slow_write)
    settling = Settling(store, None)
    tasks = [asyncio.create_task(settling.keep(_result(f"msg_{n}"))) for n in (1, 2, 3)]
    await asyncio.sleep(0.05)
    gate.set()
    await asyncio.gather(*tasks)
    assert len(writes) <= 2
    assert {_row(store, f"msg_{n}").state for n in (1, 2, 3)} == {DeliveryState.ACCEPTED}


async def test_one_bad_row_fails_alone():
    """A result that the store refuses does not take its neighbours with it."""
    store = _store()
    settling = Settling(store, None)
    results = [_result("msg_1"), _result("msg_2", number=7), _result("msg_9"), _result("msg_3")]
    outcomes = await asyncio.gather(*(settling.keep(r) for r in results), return_exceptions=True)
    assert [type(o) for o in outcomes] == [type(None), StoreError, StoreError, type(None)]
    assert _row(store, "msg_3").state is DeliveryState.ACCEPTED
    assert _row(store, "msg_2").attempts == 0


async def test_acceptance_is_told_in_its_own_transaction():
    """What it changes and that it was written down are one: no crash can part them. Who watches is told after it."""
    store, told, changes = _store(), [], []

    def on_accepted(row, answer) -> None:
        told.append((row.id, answer, _row(store, row.id).state))

    settling = Settling(store, Listener(store, on_accepted), changed=lambda: changes.append(len(told)))
    await settling.keep(_result("msg_1"))
    await settling.keep(_result("msg_2", state=DeliveryState.DEAD, outcome="gave_up"))
    assert told == [("msg_1", "msg_1", DeliveryState.PENDING)]
    assert changes == [1]


async def test_acceptances_that_wait_together_are_one_transaction():
    """With what follows from each; a failure at the end of it leaves nothing of any."""
    store, opened = _store(), []

    class Desk(Listener):
        @contextlib.contextmanager
        def accepting(self, incident_ids):
            opened.append(incident_ids)
            with super().accepting(incident_ids) as acceptance:
                yield acceptance
                acceptance.writer.add_event(at(0), "incident", "inc", {})
                if len(opened) == 1:
                    raise StoreError("the disk was full for a moment")

    settling = Settling(store, Desk(store, lambda _row, _answer: None))
    outcomes = settling._commit([_result("msg_1"), _result("msg_2")])
    assert outcomes == [None, None]
    assert list(map(sorted, opened)) == [
        ["inc_1", "inc_2"],
        ["inc_1"],
        ["inc_2"],
    ]  # together, then each alone
    with store.read() as reader:
        assert [event.kind for event in reader.events_since(0)] == ["delivery", "incident"] * 2


@pytest.mark.parametrize("error", [IllegalStep("closed already"), KeyError("bug")])
async def test_acceptance_that_cannot_be_applied_is_settled_all_the_same(error):
    """Else the receiver would get the same message for ever; its neighbour's is applied."""
    told = []

    def on_accepted(row, _answer) -> None:
        if row.id == "msg_1":
            raise error
        told.append(row.id)

    store = _store()
    settling = Settling(store, Listener(store, on_accepted))
    await asyncio.gather(*(settling.keep(_result(f"msg_{n}")) for n in (1, 2)))
    assert {_row(store, f"msg_{n}").state for n in (1, 2)} == {DeliveryState.ACCEPTED}
    assert told == ["msg_2"]


async def test_acceptance_that_was_not_kept_is_not_settled():
    """The database did not take the consequence: the delivery stays pending and goes again."""

    def on_accepted(_row, _answer) -> None:
        raise StoreError("busy")

    store = _store()
    with pytest.raises(StoreError, match="busy"):
        await Settling(store, Listener(store, on_accepted)).keep(_result("msg_1"))
    assert _row(store, "msg_1").state is DeliveryState.PENDING


async def test_receiver_that_is_gone_is_disabled_in_the_same_transaction():
    """And a live event tells operators; a mere retry is no news."""
    store = _store(2)
    settling = Settling(store, None)
    await settling.keep(_result("msg_2", state=DeliveryState.PENDING, next_at=at(5)))
    await settling.keep(_result("msg_1", state=DeliveryState.HELD, outcome="gone", disable=True))
    with store.read() as reader:
        assert reader.disabled_receivers() == {"platform": "answered 503 to msg_1"}
        assert reader.count_deliveries() == {DeliveryState.HELD: 2}
        events = reader.events_since(0)
    assert [(e.kind, e.ref, e.data["outcome"], e.data["receiver"]) for e in events] == [
        ("delivery", "msg_1", "gone", "platform")
    ]


async def test_a_row_that_no_database_takes_fails_alone_and_nobody_waits_for_ever(monkeypatch):
    """Not a StoreError, but something that nobody has foreseen."""
    store = _store()
    write = store.write

    @contextlib.contextmanager
    def picky():
        with write() as writer:
            settle_all = writer.settle_all

            def refusing(settled):
                if any(one.attempt.delivery_id == "msg_2" for one in settled):
                    raise UnicodeError("half a character")
                settle_all(settled)

            monkeypatch.setattr(writer, "settle_all", refusing)
            yield writer

    monkeypatch.setattr(store, "write", picky)
    settling = Settling(store, None)
    async with asyncio.timeout(2):
        ended = await asyncio.gather(
            *(settling.keep(_result(f"msg_{n}")) for n in (1, 2, 3)), return_exceptions=True
        )
    assert [type(one) for one in ended] == [type(None), StoreError, type(None)]
    assert _row(store, "msg_3").state is DeliveryState.ACCEPTED
