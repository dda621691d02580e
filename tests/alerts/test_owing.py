"""Looks owed, over a store: walks through what waits, what is handed out, what is dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alerts.case.eyes import Eyes
from alerts.life import Event
from alerts.owing import REVIEW_S, Owing
from alerts.review import STALE_S
from alerts.store.memory import MemoryStore
from core.config.settings.merging import Merging
from core.incident import Incident, Status
from core.look import LookReason
from tests.builders import at
from tests.builders_desk import incident


def owing(*kept: Incident) -> Owing:
    """Build it over a store that keeps these."""
    store = MemoryStore()
    with store.write() as writer:
        for one in kept:
            writer.put_incident(replace(one, version=1), ())
    return Owing(store, merging=Merging(), eyes=Eyes)


def test_a_walk_asks_for_what_waits_and_the_next_is_not_before_its_time() -> None:
    """A candidate is asked about once; a second walk within `REVIEW_S` walks nowhere, a clock set back walks."""
    looks = owing(incident(Status.CANDIDATE))
    assert list(looks.due(at(60))) == []
    (wish,) = looks.hand_out(at(60))
    assert wish.reason is LookReason.CONFIRM
    stale = at(60) + timedelta(seconds=STALE_S)
    looks._reviewed_at = stale - timedelta(seconds=REVIEW_S - 1)
    assert list(looks.due(stale)) == []
    looks._reviewed_at = stale + timedelta(hours=1)
    ((one, event, _why),) = looks.due(stale)
    assert (one.status, event) == (Status.CANDIDATE, Event.STALE)


def test_a_start_walks_at_once() -> None:
    """`begin` makes the next walk due."""
    looks = owing(incident(Status.CANDIDATE))
    list(looks.due(at(60)))
    looks.hand_out(at(60))
    looks.settle([incident(Status.OPEN)], at(60))  # the same id: what it waited for is dropped
    list(looks.due(at(61)))
    assert looks.hand_out(at(61)) == ()
    looks.begin()
    list(looks.due(at(61)))
    assert len(looks.hand_out(at(61))) == 1


def test_a_look_that_came_is_no_longer_waited_for() -> None:
    """`taken` forgets what its camera was asked for, and hands out what the look left owed."""
    case = incident(Status.CANDIDATE)
    looks = owing(case)
    list(looks.due(at(60)))
    (wish,) = looks.hand_out(at(60))
    assert looks.taken([case.id], "cam-1", [], [wish], at(61)) == (wish,)
    assert looks.taken([case.id], "cam-1", [incident(Status.OPEN)], [], at(62)) == ()


def test_an_operators_look_is_asked_of_every_camera() -> None:
    """And is not dropped by the incident moving on."""
    case = incident()
    looks = owing(case)
    looks.ask(case, at(60))
    looks.settle([case], at(60))
    assert [wish.reason for wish in looks.hand_out(at(60))] == [LookReason.OPERATOR]
