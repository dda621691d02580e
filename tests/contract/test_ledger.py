"""The contract of alerts/store/ledger.py, held against every store."""

from __future__ import annotations

from alerts.store.base import DeliveryState, Store
from alerts.store.ledger import Failure
from tests.builders import at
from tests.builders_store import attempt, delivery, incident, step


def _fill(store: Store) -> None:
    """Four deliveries, a minute apart, to two receivers; the second was refused and then taken, the last is dead."""
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
        writer.put_incident(incident("inc_2"), [step()])
        for seq, receiver in enumerate(("city", "other", "city", "city"), 1):
            writer.enqueue(
                delivery(
                    f"msg_{seq}",
                    incident_id="inc_2" if seq == 4 else "inc_1",
                    receiver=receiver,
                    seq=seq,
                    created_at=at(60 * seq),
                    next_at=at(60 * seq),
                )
            )
        refused = attempt("msg_1", 1, seconds=10, status=500, outcome="retry", detail="no room")
        writer.settle(refused, state=DeliveryState.PENDING, next_at=at(20))
        writer.settle(
            attempt("msg_1", 2, seconds=30, case_number="A-1"), state=DeliveryState.ACCEPTED, next_at=None
        )
        dead = attempt("msg_4", 1, seconds=900, status=400, outcome="gave_up", detail="bad")
        writer.settle(dead, state=DeliveryState.DEAD, next_at=None)


def test_the_newest_come_first_and_a_page_goes_on_where_the_last_ended(store: Store) -> None:
    """By the order of queueing; a row that is not known has nothing before it."""
    _fill(store)
    with store.read() as reader:
        first = reader.newest_deliveries(limit=3)
        rest = reader.newest_deliveries(before=first[-1].id, limit=3)
        assert [row.id for row in (*first, *rest)] == ["msg_4", "msg_3", "msg_2", "msg_1"]
        assert reader.newest_deliveries(before="msg_9") == ()


def test_every_filter_of_the_ledger_holds_from_its_end_too(store: Store) -> None:
    """Receiver, state, case, its number, and both ends of a time."""
    _fill(store)
    with store.read() as reader:

        def ids(**wanted: object) -> list[str]:
            return [row.id for row in reader.newest_deliveries(**wanted)]  # type: ignore[arg-type]  # by name

        assert ids(receiver="other") == ["msg_2"]
        assert ids(states=[DeliveryState.DEAD, DeliveryState.ACCEPTED]) == ["msg_4", "msg_1"]
        assert ids(incident_id="inc_2") == ["msg_4"]
        assert ids(case_number="A-1") == ["msg_1"]
        assert ids(since=at(120), until=at(240)) == ["msg_3", "msg_2"]


def test_the_last_failure_of_a_receiver_is_known(store: Store) -> None:
    """Of each its own; one to which all went well has none."""
    _fill(store)
    with store.read() as reader:
        assert reader.last_failure("city") == Failure(delivery_id="msg_4", at=at(900), detail="bad")
        assert reader.last_failure("other") is None


def test_what_the_platform_told_us_is_kept_with_our_answer(store: Store) -> None:
    """Newest first, and on before a time."""
    with store.write() as writer:
        for n in range(3):
            writer.put_callback("platform", f"m{n}", at(n), {"result": f"r{n}"})
    with store.read() as reader:
        assert [one.message_id for one in reader.answered(limit=2)] == ["m2", "m1"]
        (oldest,) = reader.answered(before=at(1))
    assert (oldest.source, oldest.at, oldest.answer) == ("platform", at(0), {"result": "r0"})
