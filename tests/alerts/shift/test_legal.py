from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.shift.act import Kind
from alerts.shift.legal import EVENTS, impossible, possible
from core.case import REOPENED_ONCE, Case
from core.incident import Status
from core.words import WORDS
from tests.builders_desk import incident


def test_every_act_is_an_event_of_the_life():
    """None is offered that nothing carries out."""
    assert EVENTS.keys() == set(Kind)


def test_what_has_ended_takes_no_act():
    """And says where it stands; one that was merged says into what."""
    closed = incident(Status.CLOSED)
    assert possible(closed, never_hidden="severe") == ()
    assert impossible(Kind.CONFIRM, closed, never_hidden="severe").tell("en") == "it is closed by now"
    merged = replace(incident(Status.REJECTED), facts={"merged_into": "inc_9"})
    assert (
        impossible(Kind.CONFIRM, merged, never_hidden="severe").tell("en")
        == "it has gone into inc_9 meanwhile"
    )


@pytest.mark.parametrize("status", list(Status))
def test_every_standing_has_its_words(status):
    """Whoever is refused reads where the case stands now."""
    assert f"shift.stands.{status.value}" in WORDS


def test_only_what_is_held_back_is_sent_again():
    """As the desk has it."""
    assert (
        impossible(Kind.SEND_AGAIN, incident(Status.REOPENED), never_hidden="severe").code == "shift.not_held"
    )
    held = incident(Status.REOPENED, case=Case(held_for=REOPENED_ONCE))
    assert Kind.SEND_AGAIN in possible(held, never_hidden="severe")
    assert Kind.ACKNOWLEDGE not in possible(incident(Status.CANDIDATE), never_hidden="severe")


def test_what_is_severe_is_not_put_aside():
    """It is not offered, and who asks all the same is told before he has gone on to the next case."""
    one = incident(Status.OPEN)
    assert Kind.SHELVE in possible(one, never_hidden="extreme")
    assert Kind.SHELVE not in possible(one, never_hidden=one.matter.severity)
    assert impossible(Kind.SHELVE, one, never_hidden="minor").code == "shift.severe"
    assert Kind.ACKNOWLEDGE in possible(one, never_hidden="minor")
