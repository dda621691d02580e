"""One transaction, one version: steps numbered, messages of the final state, candidates silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.filing import Filing, Mailing
from alerts.life import Event
from alerts.store.base import Writer
from alerts.store.memory import MemoryStore
from core.case import FOR_CONFIRMATION, Case
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.errors import NotFound
from core.ids import CountingIds
from core.incident import Status
from core.reason import Reason
from tests.builders import at
from tests.builders_desk import incident, view

RECEIVER = Receiver(name="grid", url="http://127.0.0.1:1/x", secret="s", allow=("127.0.0.0/8",))
WHY = Reason.text("because")


def filing(writer: Writer, seconds: float = 10) -> Filing:
    """A filing with one receiver."""
    mailing = Mailing(receivers=(RECEIVER,), settings=Delivery(), links=None)
    return Filing(writer, mailing=mailing, ids=CountingIds(), now=at(seconds))


def test_two_steps_are_one_version() -> None:
    """Born and opened in one look: version 1, steps 1 and 2, one message, one live event."""
    store = MemoryStore()
    with store.write() as writer:
        file = filing(writer)
        new = file.begin(
            incident(Status.CANDIDATE, version=0, updated_at=at(10)), who="rule:waste", look_id="l"
        )
        assert file.of_subject("cam-1/waste/1") == new
        assert file.live("construction_waste") == [new]
        file.step(new, Event.OPENED, who="rule:waste", why=WHY)
        (kept,) = file.file()
    with store.read() as reader:
        assert reader.incident(kept.id) == kept
        assert (kept.version, kept.status, kept.updated_at) == (1, Status.OPEN, at(10))
        assert [(s.seq, s.what) for s in reader.history(kept.id)] == [(1, "seen"), (2, "opened")]
        assert [d.incident_version for d in reader.deliveries()] == [1]
        (event,) = reader.events_since(0)
        assert (event.kind, event.ref, event.data["status"]) == ("incident", kept.id, "open")


def test_the_history_says_what_was_told() -> None:
    """The most telling step of a change, and as what; the others, and what waits for a person, say nothing."""
    store = MemoryStore()
    with store.write() as writer:
        file = filing(writer)
        new = file.begin(
            incident(Status.CANDIDATE, version=0, updated_at=at(10)), who="rule:waste", look_id="l"
        )
        opened = file.step(new, Event.OPENED, who="rule:waste", why=WHY)
        file.step(opened, Event.VIEW_ADDED, who="rule:waste", why=WHY)
        file.file()
    waits = replace(incident(), id="inc_2", case=Case(held_for=FOR_CONFIRMATION))
    with store.write() as writer:
        writer.put_incident(waits, [])
        file = filing(writer)
        file.step(waits, Event.VIEW_ADDED, who="rule:waste", why=WHY)
        file.file()
    with store.read() as reader:
        assert [step.told for step in reader.history(new.id)] == [None, "opened", None]
        assert [step.told for step in reader.history("inc_2")] == [None]


def test_a_change_without_a_step_is_silent() -> None:
    """A view seen again: a new version, no message, no event."""
    store = MemoryStore()
    with store.write() as writer:
        first = filing(writer)
        first.begin(incident(Status.CANDIDATE, version=0), who="rule:waste", look_id=None)
        first.file()
    with store.write() as writer:
        second = filing(writer, 20)
        second.put(second.require("inc_000001"))
        (kept,) = second.file()
        assert kept.version == 2
    with store.read() as reader:
        assert reader.deliveries() == ()
        assert reader.last_event_seq() == 0


def test_what_ended_in_this_transaction_is_no_longer_found() -> None:
    """A candidate merged a moment ago is not the home of its own subject."""
    store = MemoryStore()
    with store.write() as writer:
        first = filing(writer)
        first.begin(incident(Status.CANDIDATE, view(), version=0), who="rule:waste", look_id=None)
        first.file()
    with store.write() as writer:
        second = filing(writer, 20)
        known = second.of_subject("cam-1/waste/1")
        assert known is not None
        second.step(known, Event.DROPPED, who="rule:waste", why=WHY)
        assert second.of_subject("cam-1/waste/1") is None
        assert second.live("construction_waste") == []
        assert [step.what for step in second.history(known.id)] == ["seen", "dropped"]


def test_an_unknown_incident_is_named() -> None:
    """Asking for what is not there."""
    with MemoryStore().write() as writer, pytest.raises(NotFound, match="no incident inc_x"):
        filing(writer).require("inc_x")


def test_every_step_of_a_look_says_by_what_it_was_judged() -> None:
    """Model and profile of this look, which need not be those that the incident began with; people have none."""
    store = MemoryStore()
    mailing = Mailing(receivers=(), settings=Delivery())
    facts = {"model_sha256": "ab" * 32, "profile": "street v4"}
    with store.write() as writer:
        look = Filing(writer, mailing=mailing, ids=CountingIds(), now=at(1), facts=facts)
        new = look.begin(incident(Status.CANDIDATE, version=0), who="rule:waste", look_id="l")
        look.step(new, Event.OPENED, who="rule:waste", why=WHY)
        look.file()
    with store.write() as writer:
        hand = Filing(writer, mailing=mailing, ids=CountingIds(), now=at(2))
        hand.step(hand.require(new.id), Event.ACKNOWLEDGE, who="operator:li", why=WHY)
        hand.file()
    with store.read() as reader:
        assert [dict(step.facts) for step in reader.history(new.id)] == [facts, facts, {}]
