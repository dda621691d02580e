"""The contract of alerts/store/base.py, held against every store."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.load.silence import Act
from alerts.store.base import DeliveryState, Head, IncidentQuery, Settled, Store
from alerts.store.cursor import BadQuery
from alerts.store.load import LoadMark, Marked
from alerts.store.public import PublicLink
from alerts.store.trail import Draft, Kind, bind, digest
from alerts.store.undo import Undo
from core.case import Case, Report, Source, Stage
from core.errors import NotFound, StoreError
from core.incident import Status
from tests.builders import at
from tests.builders_load import NOON, shelf, silence
from tests.builders_shift import WANG, claim, pending
from tests.builders_store import CROWD, attempt, changed, delivery, incident, picture, place, step, view


def _put(store: Store, *incidents) -> None:
    with store.write() as writer:
        for one in incidents:
            writer.put_incident(one, [step(seconds=0)] if one.version == 1 else [])


def _ids(store: Store, **query) -> list[str]:
    with store.read() as reader:
        return [one.id for one in reader.find(IncidentQuery(**query)).incidents]


def test_incident_comes_back_as_it_was_put(store):
    """An incident with views, pictures and facts is equal after a round trip; an unknown one is None."""
    one = incident(views=(view(), view("cam-2")), case_number="A-1")
    _put(store, one)
    with store.read() as reader:
        assert reader.incident("inc_1") == one
        assert reader.incident("inc_2") is None
        assert reader.incidents(["inc_2", "inc_1"]) == {"inc_1": one}
        assert reader.incidents([]) == {}
        assert reader.history("inc_1") == (step(),)
        assert reader.history("inc_2") == ()


def test_history_grows_with_versions(store):
    """Each version appends its steps; the incident shows the latest."""
    first = incident()
    second = changed(first, seconds=5, status=Status.ACKNOWLEDGED)
    _put(store, first)
    acknowledged = step(2, "acknowledged", before=Status.OPEN, after=Status.ACKNOWLEDGED, seconds=5)
    with store.write() as writer:
        writer.put_incident(second, [acknowledged])
    with store.read() as reader:
        assert reader.incident("inc_1") == second
        assert [s.what for s in reader.history("inc_1")] == ["opened", "acknowledged"]


@pytest.mark.parametrize("version", [1, 3])
def test_version_that_does_not_follow_is_refused(store, version):
    """Two writers that met: the second is told, and nothing of its transaction stays."""
    one = incident()
    _put(store, one)

    def meet() -> None:
        with store.write() as writer:
            writer.add_event(at(0), "incident", "inc_1", {})
            writer.put_incident(replace(one, version=version, title="other"), [])

    with pytest.raises(StoreError, match=f"version {version} does not follow"):
        meet()
    with store.read() as reader:
        assert reader.incident("inc_1") == one
        assert reader.last_event_seq() == 0


@pytest.mark.parametrize("seq", [1, 3])
def test_step_that_leaves_a_gap_is_refused(store, seq):
    """A history has no gap and no repeat."""
    one = incident()
    _put(store, one)
    with pytest.raises(StoreError, match="step"), store.write() as writer:
        writer.put_incident(changed(one, seconds=1), [step(seq)])


def test_transaction_that_raises_leaves_nothing(store):
    """Incident, outbox row, event, rule state and answer are kept together or not at all."""

    def fail_at_the_end() -> None:
        with store.write() as writer:
            writer.put_incident(incident(), [step()])
            writer.enqueue(delivery())
            writer.add_event(at(0), "incident", "inc_1", {"a": 1})
            writer.put_rule_state("cam-1", {"a": 1})
            writer.put_callback("platform", "m1", at(0), {"a": 1})
            writer.disable_receiver("platform", "gone")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_at_the_end()
    with store.read() as reader:
        assert reader.incident("inc_1") is None
        assert reader.live_incidents() == ()
        assert reader.delivery("msg_1") is None
        assert reader.events_since(0) == ()
        assert reader.rule_state("cam-1") is None
        assert reader.callback_answer("platform", "m1") is None
        assert reader.disabled_receivers() == {}


def test_reader_sees_one_moment(store):
    """A view opened before a transaction does not change under its reader."""
    _put(store, incident())
    with store.read() as reader:
        assert reader.count_by_status() == {Status.OPEN: 1}
        _put(store, incident("inc_2"))
        assert reader.count_by_status() == {Status.OPEN: 1}
    with store.read() as reader:
        assert reader.count_by_status() == {Status.OPEN: 2}


def test_writer_reads_its_own_changes(store):
    """Within a transaction the new state is what is read."""
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
        writer.put_rule_state("cam-1", {"a": 1})
        assert writer.incident("inc_1") == incident()
        assert writer.rule_state("cam-1") == {"a": 1}


def test_nested_transaction_is_refused_not_hung(store):
    """A transaction inside a transaction of the same thread would wait for itself."""
    with store.write() as writer:
        with pytest.raises(StoreError, match="inside"), store.write():
            pass
        writer.put_incident(incident(), [step()])
    assert _ids(store) == ["inc_1"]


def test_writers_of_many_threads_take_turns(store):
    """Threads that change one incident at once lose no change."""
    _put(store, incident())

    def work() -> None:
        for _ in range(5):
            with store.write() as writer:
                before = writer.incident("inc_1")
                assert before is not None
                writer.put_incident(changed(before, seconds=before.version), [])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as reader:
        kept = reader.incident("inc_1")
    assert kept is not None
    assert kept.version == 21


def test_closed_store_says_so(store):
    """After close, asking is an error with a sentence."""
    store.close()
    with pytest.raises(StoreError, match="closed"), store.read():
        pass
    with pytest.raises(StoreError, match="closed"), store.write():
        pass


def test_incident_of_subject_while_it_lives(store):
    """A sighting finds its live incident by subject, follows added views, and not an ended one."""
    one = incident(views=(view(subject="a"),))
    _put(store, one)
    two = changed(one, seconds=1, views=(view(subject="a"), view("cam-2", "b")))
    _put(store, two)
    with store.read() as reader:
        assert reader.incident_of_subject("a") == two
        assert reader.incident_of_subject("b") == two
        assert reader.incident_of_subject("c") is None
    three = changed(two, seconds=2, views=(view("cam-2", "b"),))
    _put(store, three)
    with store.read() as reader:
        assert reader.incident_of_subject("a") is None
        assert reader.incident_of_subject("b") == three
    _put(store, changed(three, seconds=3, status=Status.CLOSED))
    with store.read() as reader:
        assert reader.incident_of_subject("b") is None
    newer = incident("inc_2", seconds=10, views=(view("cam-2", "b"),))
    _put(store, newer)
    with store.read() as reader:
        assert reader.incident_of_subject("b") == newer


def test_live_incidents_are_oldest_first(store):
    """What has not ended, of one matter or of all; candidates are live."""
    _put(
        store,
        incident("inc_2", seconds=20),
        incident("inc_1", seconds=10, matter=CROWD),
        incident("inc_3", seconds=5, status=Status.REJECTED),
        incident("inc_4", seconds=30, status=Status.CANDIDATE),
    )
    with store.read() as reader:
        assert [i.id for i in reader.live_incidents()] == ["inc_1", "inc_2", "inc_4"]
        assert [i.id for i in reader.live_incidents("crowd")] == ["inc_1"]
        assert reader.live_incidents("nothing") == ()


def _many(store: Store) -> None:
    _put(
        store,
        incident("inc_1", seconds=1),
        incident("inc_2", seconds=2, matter=CROWD, owner="police", place=place(grid="330109001002009")),
        incident("inc_3", seconds=3, status=Status.CANDIDATE),
        incident("inc_4", seconds=4, status=Status.CLOSED, place=place(lon=120.30, grid="330109002001001")),
        incident("inc_5", seconds=5, views=(view("cam-7"), view("cam-8"))),
        incident("inc_6", seconds=6, place=place(lat=30.50, grid="")),
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [6, 5, 4, 2, 1]),
        ({"statuses": (Status.CANDIDATE,)}, [3]),
        ({"statuses": (Status.CANDIDATE, Status.CLOSED)}, [4, 3]),
        ({"matters": ("crowd",)}, [2]),
        ({"matters": ("crowd", "construction_waste")}, [6, 5, 4, 2, 1]),
        ({"owners": ("police",)}, [2]),
        ({"grid_prefix": "330109"}, [5, 4, 2, 1]),
        ({"grid_prefix": "3301090"}, [5, 4, 2, 1]),
        ({"grid_prefix": "330109001"}, [5, 2, 1]),
        ({"grid_prefix": "3301090010"}, [5, 2, 1]),
        ({"grid_prefix": "330109001002"}, [5, 2, 1]),
        ({"grid_prefix": "33010900100200"}, [5, 2, 1]),
        ({"grid_prefix": "330109001002009"}, [2]),
        ({"grid_prefix": "3301090010020091"}, []),
        ({"grid_prefix": "44"}, []),
        ({"camera_id": "cam-8"}, [5]),
        ({"camera_id": "cam-9"}, []),
        ({"since": at(4)}, [6, 5, 4]),
        ({"until": at(4)}, [2, 1]),
        ({"box": (120.29, 30.44, 120.31, 30.46)}, [4]),
        ({"box": (120.25, 30.45, 120.25, 30.45)}, [5, 2, 1]),
        ({"matters": ("crowd",), "owners": ("urban-management",)}, []),
    ],
)
def test_filters(store, query, expected):
    """Each filter alone, newest first; candidates only when asked for."""
    _many(store)
    assert _ids(store, **query) == [f"inc_{n}" for n in expected]


def test_pages_join_without_gap_or_repeat(store):
    """Walking by cursor gives every incident once, also among equal times."""
    _put(store, *(incident(f"inc_{n:02}", seconds=n // 4) for n in range(23)))
    seen, cursor = [], None
    while True:
        with store.read() as reader:
            page = reader.find(IncidentQuery(limit=5, after=cursor))
        seen += [one.id for one in page.incidents]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [f"inc_{n:02}" for n in reversed(range(23))]


def test_page_that_ends_exactly_has_no_next(store):
    """No cursor that leads to an empty page."""
    _put(store, incident("inc_1"), incident("inc_2"))
    with store.read() as reader:
        assert reader.find(IncidentQuery(limit=2)).next is None
        assert reader.find(IncidentQuery(limit=1)).next is not None


@pytest.mark.parametrize(
    "query",
    [
        {"after": "nonsense"},
        {"after": "MjoxOmE"},
        {"after": "é"},
        {"after": "x" * 1000},
        {"limit": 0},
        {"limit": 501},
        {"grid_prefix": "33%"},
    ],
)
def test_bad_query_is_an_error_with_a_sentence(store, query):
    """A cursor somebody made up, or a filter that means nothing, is refused, even by an empty store."""
    with store.read() as reader, pytest.raises(BadQuery, match=next(iter(query)).split("_", maxsplit=1)[0]):
        reader.find(IncidentQuery(**query))


def test_counts_by_status(store):
    """Only statuses that occur."""
    _many(store)
    with store.read() as reader:
        assert reader.count_by_status() == {Status.OPEN: 4, Status.CANDIDATE: 1, Status.CLOSED: 1}


def test_what_waits_and_what_is_late_is_found_and_counted(store):
    """By reason and by stage, while it lives; what ended waits for nothing and is late no more."""
    held = Case(held_for="confirmation")
    late = Case(stage=Stage.HANDLING, due_at=at(5), overdue_since=at(5))
    _put(
        store,
        incident("inc_1", seconds=1, case=held),
        incident("inc_2", seconds=2, case=replace(held, held_for="reopened_once")),
        incident("inc_3", seconds=3, case=late),
        incident("inc_4", seconds=4, case=replace(late, stage=Stage.FEEDBACK)),
        incident("inc_5", seconds=5, case=held, status=Status.REJECTED),
        incident("inc_6", seconds=6, case=late, status=Status.CLOSED),
        incident("inc_7", seconds=7),
    )
    assert _ids(store, held=("confirmation",)) == ["inc_1"]
    assert _ids(store, held=("confirmation", "reopened_once")) == ["inc_2", "inc_1"]
    assert _ids(store, overdue=True) == ["inc_3"]
    assert _ids(store, stages=(Stage.FEEDBACK, Stage.HANDLING)) == ["inc_6", "inc_4", "inc_3"]
    with store.read() as reader:
        assert reader.count_waiting() == {"confirmation": 1, "reopened_once": 1, "overdue": 1}
    with store.write() as writer:
        writer.put_incident(changed(incident("inc_1", seconds=1), seconds=9), [])
        writer.put_incident(changed(incident("inc_2", seconds=2), seconds=9), [])
        writer.put_incident(changed(incident("inc_3", seconds=3), seconds=9), [])
    with store.read() as reader:
        assert reader.count_waiting() == {}


def _queue(store: Store, *rows) -> None:
    with store.write() as writer:
        for row in rows:
            if writer.incident(row.incident_id) is None:
                writer.put_incident(incident(row.incident_id), [step()])
            writer.enqueue(row)


def _due(store: Store, seconds: float, **filters) -> list[str]:
    with store.read() as reader:
        return [row.id for row in reader.due_deliveries(at(seconds), 100, **filters)]


def _settle(store: Store, delivery_id: str, state: DeliveryState, number: int = 1, **changes) -> None:
    next_at = changes.pop("next_at", None)
    with store.write() as writer:
        writer.settle(attempt(delivery_id, number, **changes), state=state, next_at=next_at)


def test_delivery_comes_back_with_its_place_in_the_queue(store):
    """The store numbers each (incident, receiver) queue on its own."""
    _queue(
        store,
        delivery("msg_1"),
        delivery("msg_2", receiver="other"),
        delivery("msg_3"),
        delivery("msg_4", incident_id="inc_2"),
    )
    with store.read() as reader:
        assert reader.delivery("msg_1") == delivery("msg_1", seq=1)
        assert [d.seq for d in reader.deliveries()] == [1, 1, 2, 1]
        assert [d.id for d in reader.deliveries(incident_id="inc_1", receiver="platform")] == [
            "msg_1",
            "msg_3",
        ]
        assert [d.id for d in reader.deliveries(receiver="other")] == ["msg_2"]
        assert [d.id for d in reader.deliveries(limit=2)] == ["msg_1", "msg_2"]
        assert reader.deliveries(since=at(1)) == ()
        assert reader.delivery("msg_9") is None


def test_deliveries_are_found_by_time_case_number_and_place(store):
    """An auditor asks for a range, for a receiver's own number, and for the next page."""
    _queue(store, *(delivery(f"msg_{n}", seconds=n) for n in range(1, 5)))
    _settle(store, "msg_2", DeliveryState.ACCEPTED, case_number="A-17")
    with store.read() as reader:

        def ids(**filters):
            return [row.id for row in reader.deliveries(**filters)]

        assert ids(since=at(2), until=at(4)) == ["msg_2", "msg_3"]
        assert ids(case_number="A-17") == ["msg_2"]
        assert ids(case_number="A-18") == []
        assert ids(after="msg_2") == ["msg_3", "msg_4"]
        assert ids(after="msg_2", limit=1) == ["msg_3"]
        assert ids(after="msg_9") == []
        assert reader.delivery("msg_2").case_number == "A-17"
        assert reader.attempts("msg_2")[0].case_number == "A-17"


def test_what_waits_is_counted_by_receiver(store):
    """What was accepted may be millions; it is not counted."""
    _queue(
        store,
        delivery("msg_1"),
        delivery("msg_2"),
        delivery("msg_3"),
        delivery("msg_4", receiver="other"),
        delivery("msg_5", receiver="other"),
    )
    _settle(store, "msg_1", DeliveryState.ACCEPTED)
    _settle(store, "msg_4", DeliveryState.DEAD, outcome="gave_up")
    with store.write() as writer:
        writer.disable_receiver("platform", "gone")
    with store.read() as reader:
        assert dict(reader.count_undelivered()) == {
            ("platform", DeliveryState.HELD): 2,
            ("other", DeliveryState.DEAD): 1,
            ("other", DeliveryState.PENDING): 1,
        }


def test_a_later_answer_without_a_number_keeps_the_one_there_was(store):
    """A repeat that is answered with less takes nothing away; the ledger says what each said."""
    _queue(store, delivery())
    _settle(store, "msg_1", DeliveryState.ACCEPTED, case_number="A-17")
    with store.write() as writer:
        writer.requeue(["msg_1"], at(5))
    _settle(store, "msg_1", DeliveryState.ACCEPTED, 2)
    with store.read() as reader:
        assert reader.delivery("msg_1").case_number == "A-17"
        assert [line.case_number for line in reader.attempts("msg_1")] == ["A-17", None]


def test_delivery_needs_a_new_id_and_a_kept_incident(store):
    """An id is the receiver's key against repeats: used once. A row without an incident is a mistake."""
    _queue(store, delivery())
    with pytest.raises(StoreError, match="with this id"), store.write() as writer:
        writer.enqueue(delivery())
    with pytest.raises(StoreError, match="not kept"), store.write() as writer:
        writer.enqueue(delivery("msg_2", incident_id="inc_9"))


def test_only_heads_are_due(store):
    """A later version waits for the earlier one; other incidents and receivers do not wait."""
    _queue(
        store,
        delivery("msg_1"),
        delivery("msg_2"),
        delivery("msg_3", incident_id="inc_2", seconds=1),
        delivery("msg_4", receiver="other", seconds=2),
        delivery("msg_5", incident_id="inc_3", seconds=60),
    )
    assert _due(store, 10) == ["msg_1", "msg_3", "msg_4"]
    assert _due(store, 10, receiver="other") == ["msg_4"]
    _settle(
        store, "msg_1", DeliveryState.PENDING, next_at=at(100), status=503, outcome="retry", detail="busy"
    )
    assert _due(store, 10) == ["msg_3", "msg_4"]
    assert _due(store, 100) == ["msg_3", "msg_4", "msg_5", "msg_1"]
    _settle(store, "msg_1", DeliveryState.ACCEPTED, 2, seconds=100)
    assert _due(store, 100) == ["msg_2", "msg_3", "msg_4", "msg_5"]
    with store.read() as reader:
        assert [d.id for d in reader.due_deliveries(at(100), 2)] == ["msg_2", "msg_3"]
    assert _due(store, 100, without=("msg_3", "msg_9")) == ["msg_2", "msg_4", "msg_5"]
    with store.read() as reader:
        found = reader.due_deliveries(at(100), 2, without=["msg_2"], receiver="platform")
        assert [d.id for d in found] == ["msg_3", "msg_5"], "what is left out takes nobody's place"


def test_several_incidents_are_kept_together(store):
    """New ones and changed ones, each with its steps and trail; one that does not fit keeps none of them."""
    one, two = incident("inc_1", status=Status.OPEN), incident("inc_2", status=Status.OPEN, seconds=1)
    _put(store, one)
    with store.write() as writer:
        writer.put_incidents([(changed(one, seconds=5), [step(2, "later")]), (two, [step()])])
        writer.put_incidents([])
        assert [found.version for found in writer.incidents(["inc_1", "inc_2"]).values()] == [2, 1]
    with store.read() as reader:
        assert [entry.what for entry in reader.history("inc_1")][1:] == ["later"]
        assert [len(reader.trail_of(name)) for name in ("inc_1", "inc_2")] == [2, 1]
    again = [(changed(changed(one, seconds=5), seconds=6), []), (two, [])]
    with pytest.raises(StoreError, match="inc_2: version 1 does not follow"), store.write() as writer:
        writer.put_incidents(again)
    with pytest.raises(StoreError, match="inc_2: named twice"), store.write() as writer:
        writer.put_incidents([again[1], again[1]])
    with store.read() as reader:
        assert reader.incident("inc_1") == changed(one, seconds=5)


def test_dead_head_lets_the_next_go(store):
    """Giving up on one version does not silence the incident."""
    _queue(store, delivery("msg_1"), delivery("msg_2"))
    _settle(store, "msg_1", DeliveryState.DEAD, status=None, outcome="gave_up", detail="no answer")
    assert _due(store, 1) == ["msg_2"]


def test_settling_keeps_the_ledger(store):
    """Attempts are numbered without a gap; the row shows the last."""
    _queue(store, delivery())
    _settle(store, "msg_1", DeliveryState.PENDING, next_at=at(5), status=503, outcome="retry", detail="busy")
    with store.read() as reader:
        row = reader.delivery("msg_1")
        assert (row.attempts, row.next_at, row.last_error) == (1, at(5), "busy")
    _settle(store, "msg_1", DeliveryState.ACCEPTED, 2, seconds=5)
    with store.read() as reader:
        row = reader.delivery("msg_1")
        assert (row.state, row.attempts, row.last_error) == (DeliveryState.ACCEPTED, 2, None)
        assert row.accepted_at == at(5.25)
        assert [a.number for a in reader.attempts("msg_1")] == [1, 2]
        assert reader.attempts("msg_1")[1] == attempt("msg_1", 2, seconds=5)
        assert reader.attempts("msg_9") == ()
        assert reader.count_deliveries() == {DeliveryState.ACCEPTED: 1}


def test_many_attempts_are_settled_at_once(store):
    """As many one by one; one that does not fit leaves nothing of any."""
    _queue(store, *(delivery(f"msg_{n}", incident_id=f"inc_{n % 2}") for n in range(1, 5)))
    settled = [
        Settled(attempt=attempt("msg_1"), state=DeliveryState.ACCEPTED),
        Settled(attempt=attempt("msg_2", detail="no"), state=DeliveryState.PENDING, next_at=at(50)),
    ]
    for wrong in (
        Settled(attempt=attempt("msg_3", 2), state=DeliveryState.ACCEPTED),
        Settled(attempt=attempt("msg_9"), state=DeliveryState.ACCEPTED),
    ):
        with pytest.raises((StoreError, NotFound)), store.write() as writer:
            writer.settle_all([*settled, wrong])
    assert _due(store, 10) == ["msg_1", "msg_2"]
    with store.write() as writer:
        writer.settle_all(settled)
        writer.settle_all([])
    assert _due(store, 10) == ["msg_3"]
    assert _due(store, 50) == ["msg_3", "msg_2"]
    with store.read() as reader:
        assert reader.delivery("msg_1").accepted_at == at(0.25)
        assert reader.delivery("msg_2").last_error == "no"
        assert [len(reader.attempts(f"msg_{n}")) for n in range(1, 5)] == [1, 1, 0, 0]


def test_replay_of_an_older_version_goes_before_the_newer(store):
    """The oldest that is pending is the head, also when it became pending last."""
    _queue(store, delivery("msg_1"), delivery("msg_2"), delivery("msg_3"))
    _settle(store, "msg_1", DeliveryState.DEAD, status=500, outcome="gave_up", detail="no")
    assert _due(store, 10) == ["msg_2"]
    with store.write() as writer:
        writer.requeue(["msg_1"], at(5))
    assert _due(store, 10) == ["msg_1"]
    _settle(store, "msg_1", DeliveryState.ACCEPTED, 2)
    assert _due(store, 10) == ["msg_2"]


def test_heads_that_wait_for_another_try_are_hastened(store):
    """Not what waits behind them, what was never tried, what is due anyway, or another receiver's."""
    _queue(
        store,
        delivery("msg_1"),
        delivery("msg_2"),
        delivery("msg_3", incident_id="inc_2", next_at=at(500)),
        delivery("msg_4", incident_id="inc_3", receiver="other"),
        delivery("msg_5", incident_id="inc_4"),
    )
    for name, wait in (("msg_1", 900), ("msg_4", 900), ("msg_5", 3)):
        _settle(
            store, name, DeliveryState.PENDING, next_at=at(wait), status=None, outcome="retry", detail="no"
        )
    with store.write() as writer:
        assert writer.hasten("platform", at(10)) == 1
        assert writer.hasten("platform", at(10)) == 0
    assert _due(store, 10) == ["msg_5", "msg_1"]
    _settle(store, "msg_1", DeliveryState.ACCEPTED, 2)
    assert _due(store, 10) == ["msg_2", "msg_5"]


def test_settling_what_cannot_be_settled(store):
    """An unknown delivery, a number that does not follow, and a pending row without a time are refused."""
    _queue(store, delivery())
    with pytest.raises(NotFound, match="msg_9"):
        _settle(store, "msg_9", DeliveryState.ACCEPTED)
    with pytest.raises(StoreError, match="two couriers"):
        _settle(store, "msg_1", DeliveryState.ACCEPTED, 2)
    with pytest.raises(StoreError, match="next_at"):
        _settle(store, "msg_1", DeliveryState.PENDING)


def test_replay_starts_the_schedule_anew(store):
    """Dead, held and accepted rows go again, pending and unknown ones are left alone."""
    _queue(store, *(delivery(f"msg_{n}", incident_id=f"inc_{n}") for n in range(1, 4)))
    _settle(store, "msg_1", DeliveryState.DEAD, outcome="gave_up", status=500, detail="no")
    _settle(store, "msg_2", DeliveryState.ACCEPTED)
    with store.write() as writer:
        assert writer.requeue(["msg_1", "msg_2", "msg_3", "msg_9", "msg_1"], at(50)) == 2
    with store.read() as reader:
        for name in ("msg_1", "msg_2"):
            row = reader.delivery(name)
            assert (row.state, row.next_at, row.attempts, row.spent) == (DeliveryState.PENDING, at(50), 1, 1)
            assert (row.accepted_at, row.last_error) == (None, None)
        assert reader.delivery("msg_3").spent == 0
    _settle(store, "msg_1", DeliveryState.ACCEPTED, 2, seconds=51)


def test_disabled_receiver_is_left_alone(store):
    """Its rows are held, new ones too; enabling makes them pending, in order."""
    _queue(store, delivery("msg_1"), delivery("msg_2", receiver="other"))
    with store.write() as writer:
        writer.disable_receiver("platform", "answered 410")
        writer.disable_receiver("platform", "answered 410 again")
    _queue(store, delivery("msg_3"))
    with store.read() as reader:
        assert reader.disabled_receivers() == {"platform": "answered 410 again"}
        assert [d.id for d in reader.deliveries(states=(DeliveryState.HELD,))] == ["msg_1", "msg_3"]
    assert _due(store, 10) == ["msg_2"]
    with store.write() as writer:
        assert writer.requeue(["msg_1"], at(10)) == 1
    assert _due(store, 10) == ["msg_2"]
    with store.write() as writer:
        writer.enable_receiver("platform", at(20))
    with store.read() as reader:
        assert reader.disabled_receivers() == {}
    assert _due(store, 20) == ["msg_2", "msg_1"]


def test_camera_records_are_kept_apart(store):
    """Rule state, memory and health of a camera do not touch each other; a later one replaces."""
    with store.write() as writer:
        writer.put_rule_state("cam-1", {"n": 1, "名": "渣土"})
        writer.put_memory("cam-1", {"n": 2})
        writer.put_health("cam-1", {"n": 3})
        writer.put_health("cam-0", {"n": 4})
        writer.put_rule_state("cam-1", {"n": 5, "名": "渣土"})
    with store.read() as reader:
        assert reader.rule_state("cam-1") == {"n": 5, "名": "渣土"}
        assert reader.memory("cam-1") == {"n": 2}
        assert reader.health("cam-1") == {"n": 3}
        assert reader.all_health() == {"cam-0": {"n": 4}, "cam-1": {"n": 3}}
        assert reader.rule_state("cam-9") is None
        assert reader.memory("cam-9") is None
        assert reader.health("cam-9") is None


def test_notes_about_cameras(store):
    """By kind and camera, the latest of each; an empty one takes it away; a kind that is too long is refused."""
    with store.write() as writer:
        writer.put_note("head", "cam-2", {"away": True})
        writer.put_note("head", "cam-1", {"away": True})
        writer.put_note("calibration", "cam-1", {"why": "偏转"})
        writer.put_note("head", "cam-1", {"away": False})
        writer.put_health("cam-1", {"n": 3})
    with store.read() as reader:
        assert reader.notes("head") == {"cam-1": {"away": False}, "cam-2": {"away": True}}
        assert reader.notes("calibration") == {"cam-1": {"why": "偏转"}}
        assert reader.notes("none") == {}
        assert reader.note("head", "cam-2") == {"away": True}
        assert (reader.note("head", "none"), reader.note("none", "cam-1")) == (None, None)
    with store.write() as writer:
        writer.put_note("head", "cam-2", {})
        assert set(writer.notes("head")) == {"cam-1"}
    with pytest.raises(StoreError, match="11 letters"), store.write() as writer:
        writer.put_note("calibrations", "cam-1", {})


def test_what_is_kept_is_a_copy(store):
    """A caller that goes on changing its dict does not change the store."""
    state = {"looks": [1]}
    with store.write() as writer:
        writer.put_rule_state("cam-1", state)
    state["looks"].append(2)
    with store.read() as reader:
        kept = reader.rule_state("cam-1")
    assert kept == {"looks": [1]}


@pytest.mark.parametrize("bad", [{"x": float("nan")}, {"x": at(0)}, {"x": {1, 2}}])
def test_what_is_no_json_is_refused(store, bad):
    """NaN, times and sets have no JSON form; silently keeping something else would be worse."""
    with pytest.raises(StoreError, match="JSON"), store.write() as writer:
        writer.put_rule_state("cam-1", bad)


def test_incident_that_has_no_document_is_refused(store):
    """A number as text does not become a document, and the message says where it stands."""
    with pytest.raises(StoreError, match=r"views\[0\].count"), store.write() as writer:
        writer.put_incident(incident(views=(view(count="many"),)), [step()])


def test_callback_answers_are_remembered(store):
    """An inbound message is answered once; the source is part of its name."""
    with store.write() as writer:
        writer.put_callback("platform", "m1", at(0), {"ok": True})
    with store.read() as reader:
        assert reader.callback_answer("platform", "m1") == {"ok": True}
        assert reader.callback_answer("platform", "m2") is None
        assert reader.callback_answer("other", "m1") is None
    with pytest.raises(StoreError, match="before"), store.write() as writer:
        writer.put_callback("platform", "m1", at(1), {"ok": False})


def test_live_events_resume_by_number(store):
    """A console that was away asks for what came after its last number."""
    with store.write() as writer:
        for n in range(3):
            writer.add_event(at(n), "incident", f"inc_{n}", {"n": n})
    with store.read() as reader:
        assert reader.last_event_seq() == 3
        events = reader.events_since(1)
        assert [(e.seq, e.ref, e.data, e.at) for e in events] == [
            (2, "inc_1", {"n": 1}, at(1)),
            (3, "inc_2", {"n": 2}, at(2)),
        ]
        assert [e.seq for e in reader.events_since(0, limit=2)] == [1, 2]
        assert reader.events_since(3) == ()


def test_prune_keeps_what_is_still_of_use(store, monkeypatch):
    """Old answers and the oldest events go; numbers are never used again."""
    monkeypatch.setattr("alerts.store.rules.EVENTS_KEPT", 2)
    with store.write() as writer:
        for n in range(5):
            writer.add_event(at(n), "camera", f"cam-{n}", {})
        writer.put_callback("platform", "old", at(0), {})
        writer.put_callback("platform", "new", at(0) + timedelta(days=29), {})
    with store.write() as writer:
        pruned = {what: count for what, count in writer.prune(at(0) + timedelta(days=31)).items() if count}
        assert pruned == {"events": 3, "callbacks": 1}
    with store.write() as writer:
        assert [e.seq for e in writer.events_since(0)] == [4, 5]
        assert writer.callback_answer("platform", "old") is None
        assert writer.callback_answer("platform", "new") == {}
        writer.add_event(at(9), "camera", "cam-9", {})
        assert writer.last_event_seq() == 6


DAY = 86_400
_EXPIRED = {"status": Status.EXPIRED, "opened_at": None}


def _prune(store: Store, *, days: float) -> dict[str, int]:
    with store.write() as writer:
        counts = dict(writer.prune(at(days * DAY)))
    return {what: count for what, count in counts.items() if count}


def test_prune_drops_candidates_that_came_to_nothing(store):
    """Expired for more than a week and named by nobody: gone with its history; all others stay."""
    _put(
        store,
        incident("inc_old", **_EXPIRED),
        incident("inc_told", **_EXPIRED),
        incident("inc_younger", seconds=2 * DAY, **_EXPIRED),
        *(incident(f"inc_{status}", status=status) for status in Status if status is not Status.EXPIRED),
    )
    with store.write() as writer:
        writer.enqueue(delivery(incident_id="inc_told", state=DeliveryState.DEAD))
    assert _prune(store, days=7) == {}, "a week to the second is not more than a week"
    assert _prune(store, days=8) == {"candidates": 1}
    with store.read() as reader:
        assert reader.incident("inc_old") is None
        assert reader.history("inc_old") == ()
        for kept in ("inc_told", "inc_younger", *(f"inc_{s}" for s in Status if s is not Status.EXPIRED)):
            assert reader.incident(kept) is not None, kept
            assert len(reader.history(kept)) == 1, kept
        assert reader.count_by_status()[Status.EXPIRED] == 2
    _put(store, incident("inc_old"))  # nothing of it is in the way of a new one


def test_prune_is_bounded_and_goes_on(store, monkeypatch):
    """The oldest first, so many a call, for a writer waits meanwhile; the next calls take the rest."""
    monkeypatch.setattr("alerts.store.rules.PRUNED_AT_ONCE", 2)
    _put(store, *(incident(f"inc_{n}", seconds=-n, **_EXPIRED) for n in range(5)))
    left = []
    for _ in range(4):
        left.append(_ids(store))
        _prune(store, days=8)
    assert left == [[f"inc_{n}" for n in range(count)] for count in (5, 3, 1, 0)]


def test_pages_go_on_after_a_prune(store):
    """A pruned incident leaves no row of its cameras and subjects, nor a hole in a list being read."""
    both = (view("cam-1", "a"), view("cam-2", "b"))
    _put(
        store,
        incident("inc_1", seconds=1, status=Status.CLOSED, views=both),
        *(incident(f"inc_{n}", seconds=n, views=both, **_EXPIRED) for n in (2, 3)),
        incident("inc_4", seconds=4, views=both),
    )
    asked = IncidentQuery(camera_id="cam-2", limit=2)
    with store.read() as reader:
        first = reader.find(asked)
    assert [one.id for one in first.incidents] == ["inc_4", "inc_3"]
    assert _prune(store, days=8) == {"candidates": 2}
    with store.read() as reader:
        rest = reader.find(replace(asked, after=first.next))
        again = reader.find(asked)
        of_subject = reader.incident_of_subject("b")
    assert ([one.id for one in rest.incidents], rest.next) == (["inc_1"], None)
    assert ([one.id for one in again.incidents], again.next) == (["inc_4", "inc_1"], None)
    assert of_subject is not None
    assert of_subject.id == "inc_4"


def _settled(store: Store, delivery_id: str, state: DeliveryState, *, day: float, tries: int = 1) -> None:
    """Enqueue at the start; the last try on this day leaves it in `state`."""
    with store.write() as writer:
        writer.enqueue(delivery(delivery_id))
        for number in range(1, tries + 1):
            last = number == tries
            writer.settle(
                attempt(delivery_id, number, seconds=day * DAY if last else 0),
                state=state if last else DeliveryState.PENDING,
                next_at=at(0),
            )


def test_prune_drops_the_ledger_of_what_was_accepted_long_ago(store):
    """Accepted 90 days ago: its attempts go and the row stays; of all others nothing goes."""
    _put(store, incident())
    _settled(store, "msg_1", DeliveryState.ACCEPTED, day=0, tries=3)
    _settled(store, "msg_2", DeliveryState.DEAD, day=0, tries=2)
    _settled(store, "msg_3", DeliveryState.HELD, day=0)
    _settled(store, "msg_4", DeliveryState.PENDING, day=0)
    _settled(store, "msg_5", DeliveryState.ACCEPTED, day=5, tries=2)
    _settled(store, "msg_6", DeliveryState.ACCEPTED, day=0)
    with store.write() as writer:
        writer.requeue(["msg_6"], at(DAY))  # replayed: pending again, with its ledger
    with store.read() as reader:
        before = reader.deliveries()
    assert _prune(store, days=90) == {}
    assert _prune(store, days=91) == {"attempts": 3}
    with store.read() as reader:
        assert [len(reader.attempts(f"msg_{n}")) for n in range(1, 7)] == [0, 2, 1, 1, 2, 1]
        assert reader.deliveries() == before
    assert _prune(store, days=91) == {}
    assert _prune(store, days=96) == {"attempts": 2}


def test_ledger_goes_on_where_it_was_pruned(store):
    """A delivery replayed after its ledger went: the numbers go on."""
    _put(store, incident())
    _settled(store, "msg_1", DeliveryState.ACCEPTED, day=0, tries=2)
    assert _prune(store, days=91) == {"attempts": 2}
    with store.write() as writer:
        writer.requeue(["msg_1"], at(91 * DAY))
        writer.settle(attempt("msg_1", 3, seconds=91 * DAY), state=DeliveryState.ACCEPTED, next_at=None)
        assert [one.number for one in writer.attempts("msg_1")] == [3]


def test_prune_of_ledgers_is_bounded(store, monkeypatch):
    """What was never accepted is passed over and does not use up the bound."""
    monkeypatch.setattr("alerts.store.rules.PRUNED_AT_ONCE", 2)
    _put(store, incident())
    for n in range(3):
        _settled(store, f"msg_{n}", DeliveryState.DEAD, day=0)
    for n in range(3, 6):
        _settled(store, f"msg_{n}", DeliveryState.ACCEPTED, day=0, tries=2)
    assert [_prune(store, days=91) for _ in range(3)] == [{"attempts": 4}, {"attempts": 2}, {}]


def test_silences_come_back_as_they_were_put(store):
    """With matchers and their whole trail; changed under the same id; those that are over are left out when asked."""
    act = Act(at=NOON, who="operator:li", what="made", why="market day")
    first, second = silence(acts=(act,)), silence(id="sil_2", ends_at=NOON, sending=True)
    with store.write() as writer:
        writer.put_silence(first)
        writer.put_silence(second)
    with store.read() as reader:
        assert reader.silences() == (first, second)
        assert reader.silences(ending_after=NOON) == (first,)
        assert reader.silence("sil_2") == second
        assert reader.silence("sil_3") is None
    shorter = replace(first, ends_at=NOON)
    with store.write() as writer:
        writer.put_silence(shorter)
    with store.read() as reader:
        assert reader.silence("sil_1") == shorter
        assert reader.silences(ending_after=NOON) == ()


def test_an_incident_has_one_shelf(store):
    """The later one replaces it; one that is not there is dropped without a word."""
    with store.write() as writer:
        writer.put_shelf(shelf())
        writer.put_shelf(shelf("inc_2"))
        writer.put_shelf(shelf(hours=5))
    with store.read() as reader:
        assert reader.shelves() == {"inc_1": shelf(hours=5), "inc_2": shelf("inc_2")}
    with store.write() as writer:
        writer.drop_shelves(["inc_1", "inc_9"])
    with store.read() as reader:
        assert list(reader.shelves()) == ["inc_2"]


def _mark(seconds: float, incident_id: str, what: Marked, by: str = "") -> LoadMark:
    return LoadMark(
        at=at(seconds), incident_id=incident_id, what=what, by=by, matter="crowd", street="330109001"
    )


def test_marks_of_the_load_are_kept_in_order(store):
    """Asked for by time, the end excluded, and the latest of each incident."""
    marks = [
        _mark(0, "inc_1", Marked.HELD, "silence"),
        _mark(5, "inc_2", Marked.SHOWN),
        _mark(5, "inc_1", Marked.SHOWN),
    ]
    with store.write() as writer:
        writer.add_load_marks(marks[:1])
        writer.add_load_marks(marks[1:])
        writer.add_load_marks([])
    with store.read() as reader:
        assert reader.load_marks(at(0)) == tuple(marks)
        assert reader.load_marks(at(0), at(5)) == (marks[0],)
        assert reader.load_marks(at(1), limit=1) == (marks[1],)
        assert reader.last_marks(["inc_1", "inc_3"]) == {"inc_1": marks[2]}
        assert reader.last_marks([]) == {}


def test_prune_drops_what_nobody_counts_any_more(store):
    """Marks and ended silences of more than 400 days ago."""
    with store.write() as writer:
        writer.add_load_marks([_mark(0, "inc_1", Marked.SHOWN), _mark(2 * DAY, "inc_1", Marked.TAKEN)])
        writer.put_silence(silence(ends_at=at(0)))
    assert _prune(store, days=400) == {}
    assert _prune(store, days=401) == {"load_marks": 1, "silences": 1}
    with store.read() as reader:
        assert [mark.what for mark in reader.load_marks(at(0))] == [Marked.TAKEN]


def test_deliveries_that_wait_for_an_instant_can_be_let_go_together(store):
    """Only those that wait for exactly that one and were not tried; order within an incident stays."""
    _put(store, incident())
    with store.write() as writer:
        writer.enqueue(delivery("msg_1", next_at=at(3600)))
        writer.enqueue(delivery("msg_2", next_at=at(0)))
        writer.enqueue(delivery("msg_3", receiver="other", next_at=at(1800)))
    with store.read() as reader:
        assert reader.due_deliveries(at(10), 9) == ()
    with store.write() as writer:
        assert writer.move_deliveries(at(3600), at(10)) == 1
    with store.read() as reader:
        assert [row.id for row in reader.due_deliveries(at(10), 9)] == ["msg_1"]


def _story(store: Store) -> None:
    """A candidate that is opened and told, beside one that comes to nothing."""
    seen = incident(status=Status.CANDIDATE, opened_at=None)
    with store.write() as writer:
        writer.put_incident(seen, [step(1, "seen", after=Status.CANDIDATE)])
    _put(store, incident("inc_nothing", **_EXPIRED))
    with store.write() as writer:
        opened = step(2, before=Status.CANDIDATE, seconds=5)
        writer.put_incident(changed(seen, seconds=5, status=Status.OPEN, pictures=(picture(),)), [opened])
        writer.enqueue(delivery(seconds=5))


def test_trail_begins_when_a_candidate_is_more(store):
    """Then all its steps are in it, with the pictures and the message; what comes to nothing has none."""
    _story(store)
    with store.read() as reader:
        rows = reader.trail_of("inc_1")
        assert [(row.seq, row.kind) for row in rows] == [(1, "step"), (2, "step"), (3, "queued")]
        assert '"what":"seen"' in rows[0].record
        assert '"sha256":"' + "ab" * 32 in rows[1].record
        (file,) = reader.case_files(["inc_1"])
        assert digest(file.document or "") in rows[1].record
        assert reader.trail_of("inc_nothing") == ()
        assert reader.trail() == rows
        assert reader.trail_head() == Head(number=3, chain=rows[-1].chain)
    assert _prune(store, days=9) == {"candidates": 1}
    with store.read() as reader:
        assert reader.trail() == rows


def test_trail_is_bound_across_transactions_and_cases(store):
    """Each row to the one before it of its case and of the store; how a delivery ended is a row."""
    _story(store)
    _put(store, incident("inc_2", seconds=1))
    _settle(store, "msg_1", DeliveryState.PENDING, next_at=at(9), status=503, outcome="retry", detail="busy")
    _settle(store, "msg_1", DeliveryState.ACCEPTED, 2, seconds=9)
    with store.read() as reader:
        rows = reader.trail()
        assert [row.incident_id for row in rows] == ["inc_1", "inc_1", "inc_1", "inc_2", "inc_1"]
        assert [row.number for row in rows] == [1, 2, 3, 4, 5]
        drafts = [
            Draft(incident_id=row.incident_id, at=row.at, kind=Kind(row.kind), record=row.record)
            for row in rows
        ]
        assert bind(drafts, Head(), {}) == (list(rows), reader.trail_head())
        assert [row.number for row in reader.trail(after=2, limit=2)] == [3, 4]


def test_trail_of_a_transaction_that_raises_is_none(store):
    """And the next one is bound to what stands."""
    _story(store)

    def fail() -> None:
        with store.write() as writer:
            writer.put_incident(incident("inc_3"), [step()])
            assert writer.trail_head().number == 4, "a writer reads its own rows"
            assert [row.seq for row in writer.trail_of("inc_3")] == [1]
            assert len(writer.trail()) == 4
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as reader:
        assert reader.trail_head().number == 3
        assert reader.trail_of("inc_3") == ()
    _put(store, incident("inc_3"))
    with store.read() as reader:
        assert [row.number for row in reader.trail()] == [1, 2, 3, 4]


def test_a_case_that_falls_back_to_nothing_keeps_its_trail(store):
    """Once on record it is not pruned, whatever became of it."""
    first = incident()
    _put(store, first)
    with store.write() as writer:
        gone = step(2, "merged", before=Status.OPEN, after=Status.EXPIRED)
        writer.put_incident(changed(first, seconds=1, status=Status.EXPIRED), [gone])
    assert _prune(store, days=9) == {}
    with store.read() as reader:
        assert [row.kind for row in reader.trail_of("inc_1")] == ["step", "step"]


def test_a_bookmark_is_where_somebody_stopped(store):
    """The last one written counts, names do not meet, and a transaction that raises moves none."""
    with store.read() as reader:
        assert reader.bookmark("mqtt") is None
    for seq in (7, 9):
        with store.write() as writer:
            writer.put_bookmark("mqtt", {"seq": seq})
            writer.put_bookmark("digest", {"until": str(seq)})

    def fail_at_the_end() -> None:
        with store.write() as writer:
            writer.put_bookmark("mqtt", {"seq": 11})
            assert writer.bookmark("mqtt") == {"seq": 11}
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail_at_the_end()
    with store.read() as reader:
        assert reader.bookmark("mqtt") == {"seq": 9}
        assert reader.bookmark("digest") == {"until": "9"}


def _link(name: str = "1", **changes) -> PublicLink:
    made = PublicLink(
        id=f"lnk_{name}",
        incident_id="inc_1",
        token_sha256=digest(f"token {name}"),
        made_at=at(1),
        made_by="operator:li",
        expires_at=at(100),
    )
    return replace(made, **changes)


def test_public_links_are_found_by_their_token_only(store):
    """By its digest; a case tells its links in order; making one is a row of its trail."""
    _put(store, incident(), incident("inc_2"))
    later = _link("2", made_at=at(2))
    with store.write() as writer:
        writer.put_public_link(later)
        writer.put_public_link(_link())
        assert writer.public_link(digest("token 2")) == later
    with store.read() as reader:
        assert reader.public_link(digest("token 1")) == _link()
        assert reader.public_link("token 1") is None
        assert reader.public_links("inc_1") == (_link(), later)
        assert reader.public_links("inc_2") == ()
        rows = reader.trail_of("inc_1")
        assert [row.kind for row in rows] == ["step", "linked", "linked"]
        assert '"who":"operator:li"' in rows[2].record
        assert "token" not in rows[2].record


def test_a_public_link_is_taken_back_once(store):
    """By whom is in the trail; the second time changes nothing; of no link it is said."""
    _put(store, incident())
    with store.write() as writer:
        writer.put_public_link(_link())
    with store.write() as writer:
        assert writer.revoke_public_link("lnk_1", at(5), "operator:wang").revoked_at == at(5)
        assert writer.revoke_public_link("lnk_1", at(6), "operator:li").revoked_at == at(5)
    with store.read() as reader:
        assert reader.public_link(digest("token 1")) == _link(revoked_at=at(5))
        (row,) = reader.trail_of("inc_1")[2:]
        assert (row.kind, row.at, '"who":"operator:wang"' in row.record) == ("unlinked", at(5), True)
    with pytest.raises(NotFound, match="lnk_9"), store.write() as writer:
        writer.revoke_public_link("lnk_9", at(5), "operator:li")


def test_a_public_link_belongs_to_a_case(store):
    """One that is not kept has none."""
    with pytest.raises(StoreError), store.write() as writer:
        writer.put_public_link(_link())


def _reported(incident_id: str, *numbers: str, seconds: float = 0):
    reports = tuple(Report(source=Source.HOTLINE, number=number, at=at(0)) for number in numbers)
    return incident(incident_id, seconds=seconds, reports=reports)


def test_an_incident_is_found_by_what_was_reported_about_it(store):
    """By source and number, what lives before what is newer; also after it has ended, not by what was taken from it."""
    _put(store, _reported("inc_1", "A-1", "A-2"), _reported("inc_2", "A-2", seconds=5))
    _put(store, replace(changed(_reported("inc_1", "A-1"), seconds=9), status=Status.CLOSED))
    with store.read() as reader:
        found = reader.incident_of_report("hotline", "A-1")
        assert found is not None
        assert (found.id, found.status) == ("inc_1", Status.CLOSED)
        newest = reader.incident_of_report("hotline", "A-2")
        assert newest is not None
        assert newest.id == "inc_2"
    ended = replace(_reported("inc_3", "A-2", seconds=9), status=Status.REJECTED)
    _put(store, ended)
    with store.read() as reader:
        live = reader.incident_of_report("hotline", "A-2")
        assert live is not None
        assert live.id == "inc_2"
        assert reader.incident_of_report("patrol", "A-1") is None
        assert reader.incident_of_report("hotline", "A-3") is None


def _undo(**changes):
    first, other = incident("inc_1"), incident("inc_2")
    made = Undo(
        incident_id="inc_1",
        other_id="inc_2",
        act="merge",
        at=at(0),
        steps=3,
        other_steps=2,
        before=first,
        other_before=other,
    )
    return replace(made, **changes)


def test_the_last_act_on_an_incident_is_kept_to_be_taken_back(store):
    """With both incidents as they were; a later act takes its place, and one that was taken back is gone."""
    with store.write() as writer:
        writer.put_undo(_undo())
        assert writer.undo("inc_1") == _undo()
    later = _undo(act="split", other_before=None)
    with store.write() as writer:
        writer.put_undo(later)
    with store.read() as reader:
        assert reader.undo("inc_1") == later
        assert reader.undo("inc_2") is None
    with store.write() as writer:
        writer.drop_undo("inc_1")
        writer.drop_undo("inc_none")
    with store.read() as reader:
        assert reader.undo("inc_1") is None


def test_prune_drops_acts_that_nobody_can_take_back_any_more(store):
    """Of more than 30 days ago."""
    with store.write() as writer:
        writer.put_undo(_undo())
        writer.put_undo(_undo(incident_id="inc_9", at=at(2 * DAY)))
    assert _prune(store, days=30) == {}
    assert _prune(store, days=31) == {"undos": 1}
    with store.read() as reader:
        assert reader.undo("inc_1") is None
        assert reader.undo("inc_9") is not None


def test_a_claim_is_kept_in_place_of_the_earlier_one(store):
    """Those that last are told by their case; one that is over still says who had it last."""
    with store.write() as writer:
        writer.put_claim(claim("inc_2", seconds=60))
        writer.put_claim(claim("inc_1", seconds=60))
        writer.put_claim(claim("inc_1", seconds=120, who=WANG))
    with store.read() as reader:
        assert reader.claims(after=at(0)) == (
            claim("inc_1", seconds=120, who=WANG),
            claim("inc_2", seconds=60),
        )
        assert [one.incident_id for one in reader.claims(after=at(60))] == ["inc_1"]
        assert reader.claim("inc_2") == claim("inc_2", seconds=60)
        assert reader.claim("inc_3") is None
    with store.write() as writer:
        writer.drop_claim("inc_1")
        writer.drop_claim("inc_9")
        assert writer.claim("inc_1") is None


def test_acts_wait_in_the_order_in_which_they_are_due(store):
    """By case, by time, counted; what was refused waits no more, and is told newest first."""
    first, second = pending(), pending("act_2", seconds=5, incident_id="inc_2")
    with store.write() as writer:
        writer.put_pending_acts([second, first])
        assert writer.count_pending_acts() == 2
    with store.read() as reader:
        assert reader.pending_acts() == (first, second)
        assert reader.pending_acts(limit=1) == (first,)
        assert reader.pending_acts(due_by=at(10)) == (first,)
        assert reader.pending_acts(incident_id="inc_2") == (second,)
        assert reader.pending_act("act_2") == second
        assert reader.pending_act("act_9") is None
    lost = [replace(one, refused_at=at(20 + n)) for n, one in enumerate((first, second))]
    with store.write() as writer:
        writer.put_pending_acts(lost)
    with store.read() as reader:
        assert reader.pending_acts() == ()
        assert reader.count_pending_acts() == 0
        assert reader.refused_acts() == (lost[1], lost[0])
        assert reader.refused_acts(incident_id="inc_1") == (lost[0],)
    with store.write() as writer:
        assert writer.drop_pending_act("act_1")
        assert not writer.drop_pending_act("act_1")


def test_prune_drops_claims_that_are_over_and_refusals_of_last_week(store):
    """What waits is never dropped."""
    with store.write() as writer:
        writer.put_claim(claim())
        writer.put_pending_acts([pending(), pending("act_2", refused_at=at(0))])
    assert _prune(store, days=7) == {"claims": 1}
    assert _prune(store, days=8) == {"refused_acts": 1}
    with store.read() as reader:
        assert [one.id for one in reader.pending_acts()] == ["act_1"]


def test_a_case_file_holds_all_that_is_kept_of_a_case(store):
    """Of several in the order asked; of what is not kept, nothing; and who is on record, in order."""
    _story(store)
    _put(store, incident("inc_2"))
    _settle(store, "msg_1", DeliveryState.ACCEPTED, seconds=9)
    with store.write() as writer:
        writer.put_public_link(_link(made_at=at(9)))
    with store.read() as reader:
        none, one = reader.case_files(["inc_9", "inc_1"])
        assert not any((none.rows, none.steps, none.deliveries, none.links))
        assert (none.version, none.document) == (None, None)
        assert (one.incident_id, one.version, one.status) == ("inc_1", 2, "open")
        assert tuple(one.rows) == reader.trail_of("inc_1")
        assert [text[:8] for text in one.steps] == ['{"v":1,"', '{"v":1,"']
        assert tuple(one.deliveries) == reader.deliveries(incident_id="inc_1")
        assert {name: tuple(ledger) for name, ledger in one.attempts.items()} == {
            "msg_1": reader.attempts("msg_1")
        }
        assert list(one.links) == [_link(made_at=at(9))]
        assert reader.case_files([]) == ()
        assert reader.on_record() == ("inc_1", "inc_2")
        assert reader.on_record("inc_1", 5) == ("inc_2",)
        assert reader.on_record(limit=1) == ("inc_1",)


def test_ids_are_found_by_their_beginning(store):
    """A range of the key: no wildcard of the database means anything, and candidates stay unknown."""
    _put(
        store,
        incident("inc_10"),
        incident("inc_11", status=Status.CANDIDATE),
        incident("inc_12"),
        incident("x"),
    )
    with store.read() as reader:
        assert reader.ids_starting("inc_1") == ["inc_10", "inc_12"]
        assert reader.ids_starting("inc_1", 1) == ["inc_10"]
        assert reader.ids_starting("inc%") == reader.ids_starting("inc__") == []
