"""Looks that are owed, and what has waited in vain."""

from __future__ import annotations

from alerts.life import Event
from alerts.review import STALE_S, by_hand, owed_after, review
from core.config.settings.merging import Merging
from core.incident import Status
from core.look import LookReason
from tests.alerts.test_verify import HANDLED
from tests.builders import at, profile
from tests.builders_desk import incident, view

MERGING = Merging()


def test_a_candidate_is_owed_a_confirming_look() -> None:
    """Until it has waited a day."""
    case = incident(Status.CANDIDATE)
    (wish,) = review(case, (), now=at(60), merging=MERGING).owed
    assert (wish.reason, wish.camera_id) == (LookReason.CONFIRM, "cam-1")
    stale = review(case, (), now=at(STALE_S + 1), merging=MERGING)
    assert (stale.event, stale.owed) == (Event.STALE, ())


def test_verifying_asks_every_camera_that_is_waited_for() -> None:
    """This camera by its profile's pace, the others soon."""
    case = incident(Status.VERIFYING, view(), view("cam-2"))
    owed = owed_after(case, [HANDLED], "cam-1", profile(confirm_s=20), now=at(120), merging=MERGING)
    assert [(w.camera_id, w.after_s, w.reason) for w in owed] == [
        ("cam-1", 20, LookReason.VERIFY),
        ("cam-2", MERGING.verify_s, LookReason.VERIFY),
    ]


def test_an_open_incident_is_owed_nothing() -> None:
    """The patrol sees it anyway; an operator may ask by hand."""
    assert review(incident(), (), now=at(60), merging=MERGING).owed == ()
    assert [w.reason for w in by_hand(incident())] == [LookReason.OPERATOR]
