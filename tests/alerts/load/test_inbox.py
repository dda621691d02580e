from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from alerts.load.inbox import InboxDesk
from alerts.load.inhibition import Cause, Inhibition
from alerts.store.base import Store
from alerts.store.load import Marked
from alerts.store.memory import MemoryStore
from core.case import Case
from core.clock import ManualClock
from core.config.settings.load import Load
from core.incident import Status
from tests.builders import START
from tests.builders_load import shelf, silence
from tests.builders_store import changed, incident, step

ZONE = ZoneInfo("Asia/Shanghai")


def _desk(store: Store, clock: ManualClock, *, causes=tuple, **rule) -> InboxDesk:
    return InboxDesk(store, rule=Load(**rule), zone=ZONE, clock=clock, causes=causes)


def _put(store: Store, one, clock: ManualClock) -> None:
    with store.write() as writer:
        writer.put_incident(one, [step()] if one.version == 1 else [])
        writer.add_event(clock.now(), "incident", one.id, {})


def _marks(store: Store) -> list[tuple[str, str]]:
    with store.read() as reader:
        return [(mark.incident_id, mark.what.value) for mark in reader.load_marks(START)]


def test_an_incident_is_shown_then_taken(clock):
    """What the inbox was is written once each; a look writes nothing."""
    store = MemoryStore()
    desk = _desk(store, clock)
    _put(store, incident(), clock)
    inbox = desk.look()
    assert [row.head.item.id for row in inbox.queue.rows] == ["inc_1"]
    assert _marks(store) == []
    desk.tick()
    desk.tick()
    assert _marks(store) == [("inc_1", "shown")]
    clock.advance(60)
    _put(store, changed(incident(), seconds=60, status=Status.ACKNOWLEDGED), clock)
    desk.tick()
    assert _marks(store) == [("inc_1", "shown"), ("inc_1", "taken")]
    assert [row.head.item.waits for row in desk.look().queue.rows] == [False]


def test_candidates_bother_nobody_until_they_are_put_before_an_operator(clock):
    """Held for confirmation they wait like all others, with the time since then."""
    store = MemoryStore()
    desk = _desk(store, clock)
    _put(store, incident(status=Status.CANDIDATE, opened_at=None), clock)
    _put(
        store,
        incident("inc_2", status=Status.CANDIDATE, opened_at=None, case=Case(held_for="confirmation")),
        clock,
    )
    assert [row.head.item.id for row in desk.look().queue.rows] == ["inc_2"]


def test_a_restart_counts_nothing_twice_and_goes_on_in_the_flood(clock):
    """What was shown, what chatters and the flood are known from what was kept."""
    store = MemoryStore()
    desk = _desk(store, clock)
    for n in range(12):
        _put(store, incident(f"inc_{n:02}"), clock)
    desk.tick()
    assert desk.look().flood.on
    again = _desk(store, clock)
    clock.advance(5)
    again.tick()
    assert len(_marks(store)) == 12
    inbox = again.look()
    assert inbox.flood.on
    assert len(inbox.queue.rows[0].cards) == 12
    clock.advance(700)
    assert not again.look().flood.on


def test_what_is_held_back_is_told_and_comes_back(clock):
    """By a silence until its end and by an outage until it is over; each change is news once."""
    store = MemoryStore()
    dark = Inhibition(id="o", cause=Cause.OUTAGE, since=START, cameras=frozenset({"cam-1"}))
    lasting = [dark]
    desk = _desk(store, clock, causes=lambda: tuple(lasting))
    _put(store, incident(), clock)
    assert desk.tick()
    assert not desk.tick()
    assert desk.look().queue.held_by == {"outage": 1}
    lasting.clear()
    assert desk.tick()
    assert _marks(store) == [("inc_1", "held"), ("inc_1", "shown")]
    with store.write() as writer:
        writer.put_silence(
            silence(
                matchers=silence().matchers.__class__(owners=("urban-management",)),
                starts_at=START,
                ends_at=START + timedelta(hours=1),
            )
        )
        writer.add_event(START, "load", "sil_1", {})
    assert desk.look().queue.held_by == {"silence": 1}
    clock.advance(3600)
    assert desk.look().queue.held_by == {}
    with store.read() as reader:
        assert [event.data["held"] for event in reader.events_since(0) if event.ref == "inbox"] == [
            {"outage": 1},
            {},
        ]


def test_shelves_of_the_past_are_cleared_away(clock):
    """When their time has passed or their incident has ended."""
    store = MemoryStore()
    desk = _desk(store, clock)
    _put(store, incident(), clock)
    until = START + timedelta(hours=1)
    with store.write() as writer:
        writer.put_shelf(shelf(at=START, until=until))
        writer.put_shelf(shelf("inc_gone", at=START, until=until))
    desk.tick()
    with store.read() as reader:
        assert list(reader.shelves()) == ["inc_1"]
    assert desk.look().queue.held_by == {"shelf": 1}
    clock.advance(3600)
    desk.tick()
    with store.read() as reader:
        assert reader.shelves() == {}
    assert _marks(store) == [("inc_1", "held"), ("inc_1", "shown")]


def test_a_source_that_comes_again_and_again_is_named(clock):
    """Three incidents at one place within six hours, each closed in between."""
    store = MemoryStore()
    desk = _desk(store, clock)
    for n in range(3):
        one = incident(f"inc_{n}", seconds=600 * n)
        _put(store, one, clock)
        desk.tick()
        if n < 2:
            _put(store, changed(one, seconds=600 * n + 60, status=Status.CLOSED), clock)
            clock.advance(600)
            desk.tick()
    (row,) = desk.look().queue.rows
    assert [why.code for why in row.head.names] == ["load.chattering"]
    clock.advance(6 * 3600 + 1)
    (row,) = desk.look().queue.rows
    assert row.head.names == ()


def test_a_reopened_incident_waits_since_it_was_reopened(clock):
    """Not since it was first opened: its age is that of the present round."""
    store = MemoryStore()
    desk = _desk(store, clock)
    one = incident()
    _put(store, one, clock)
    desk.tick()
    taken = changed(one, seconds=10, status=Status.HANDLING)
    _put(store, taken, clock)
    clock.advance(86400)
    desk.tick()
    _put(store, changed(taken, seconds=86400, status=Status.REOPENED, reopened=1), clock)
    desk.tick()
    (row,) = desk.look().queue.rows
    assert row.head.item.since == clock.now()
    assert [what for _, what in _marks(store)] == [Marked.SHOWN, Marked.TAKEN, Marked.SHOWN]


def test_what_nothing_has_changed_is_not_sorted_out_again(clock):
    """Until something happens, a silence or shelf begins or ends, or ten seconds have passed."""
    store = MemoryStore()
    lasting: list[Inhibition] = []
    desk = _desk(store, clock, causes=lambda: tuple(lasting))
    _put(store, incident(), clock)
    with store.write() as writer:
        writer.put_shelf(shelf(at=START, until=START + timedelta(seconds=3)))
    first = desk.look()
    assert desk.look() is first
    clock.advance(2.9)
    assert desk.look() is first
    clock.advance(0.1)
    second = desk.look()
    assert (first.queue.held_by, second.queue.held_by) == ({"shelf": 1}, {})
    lasting.append(Inhibition(id="o", cause=Cause.OUTAGE, since=START, cameras=frozenset({"cam-1"})))
    third = desk.look()
    assert third.queue.held_by == {"outage": 1}
    clock.advance(10)
    assert desk.look() is not third


def test_a_count_beside_other_things_takes_the_last_look(clock):
    """For as long as it may; nothing asked for, or nothing looked at yet, it is a look of its own."""
    store = MemoryStore()
    desk = _desk(store, clock)
    assert desk.lately(5).queue.waiting == 0
    _put(store, incident(), clock)
    assert desk.lately(5).queue.waiting == 0
    assert desk.lately(0).queue.waiting == 1
    _put(store, changed(incident(), seconds=0, status=Status.ACKNOWLEDGED), clock)
    clock.advance(5)
    assert desk.lately(5).queue.waiting == 0
