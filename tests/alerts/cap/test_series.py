from __future__ import annotations

from alerts.cap.series import series
from core.incident import Status
from tests.builders_store import step

SEEN = step(1, "seen", after=Status.CANDIDATE)
OPENED = step(2, "opened", before=Status.CANDIDATE)


def test_a_life_is_a_series_of_messages() -> None:
    """One for each step that receivers are told, named after the step; what the platform did is not told."""
    life = (
        SEEN,
        OPENED,
        step(3, "reported", before=Status.OPEN, after=Status.REPORTED),
        step(4, "handled", before=Status.REPORTED, after=Status.VERIFYING),
        step(5, "reopened", before=Status.VERIFYING, after=Status.REOPENED),
        step(6, "confirmed", before=Status.REOPENED, after=Status.ACKNOWLEDGED),
        step(7, "closed", before=Status.VERIFYING, after=Status.CLOSED),
    )
    told = [(one.identifier, one.type, one.event) for one in series("inc_9", life)]
    assert told[0] == ("inc_9.2", "Alert", "opened")
    assert ("inc_9.5", "Update", "reopened") in told
    assert told[-1] == ("inc_9.7", "Cancel", "closed")
    assert {identifier for identifier, _, _ in told}.isdisjoint({"inc_9.1", "inc_9.3", "inc_9.4"})


def test_an_end_that_is_taken_back_updates() -> None:
    """After the cancel comes an update that names it: the reader knows that it is the same thing."""
    back = step(4, "undone", before=Status.CLOSED, after=Status.OPEN)
    life = (SEEN, OPENED, step(3, "closed", before=Status.VERIFYING, after=Status.CLOSED), back)
    assert [one.type for one in series("inc_9", life)] == ["Alert", "Cancel", "Update"]


def test_the_history_says_what_was_told() -> None:
    """A case that waited for an operator's word was told of nothing before: its first message is the confirmation."""
    life = (
        SEEN,
        OPENED,
        step(3, "view_added", before=Status.OPEN),
        step(4, "confirmed", before=Status.OPEN, after=Status.ACKNOWLEDGED, told="opened"),
        step(5, "reopened", before=Status.VERIFYING, after=Status.REOPENED),
        step(6, "sent_again", before=Status.REOPENED, after=Status.REOPENED, told="reopened"),
    )
    assert [(one.identifier, one.type) for one in series("inc_9", life)] == [
        ("inc_9.4", "Alert"),
        ("inc_9.6", "Update"),
    ]


def test_a_history_of_before_goes_on() -> None:
    """Its early steps do not say what was told; what they were told as is worked out, and none is left out."""
    closed = step(4, "closed", before=Status.VERIFYING, after=Status.CLOSED, told="closed")
    life = (SEEN, OPENED, step(3, "view_added", before=Status.OPEN), closed)
    assert [one.identifier for one in series("inc_9", life)] == ["inc_9.2", "inc_9.3", "inc_9.4"]


def test_what_came_to_nothing_was_never_told() -> None:
    """A candidate that expired or was rejected has no message."""
    assert series("inc_9", (SEEN,)) == ()
    assert series("inc_9", (SEEN, step(2, "rejected", before=Status.CANDIDATE, after=Status.REJECTED))) == ()
