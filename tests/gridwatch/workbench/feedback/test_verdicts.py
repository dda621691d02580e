from __future__ import annotations

import pytest

from alerts.life import Event
from core.incident import Status
from gridwatch.workbench.feedback.verdicts import By, Said, proven_gone, verdict_of
from tests.builders_desk import incident
from tests.builders_feedback import step


def test_the_strongest_word_counts() -> None:
    """An operator's confirmation is told even where the platform and looks have confirmed it later."""
    history = [
        step(Event.OPENED, seq=1, who="rule:waste"),
        step(Event.CONFIRM, seq=2),
        step(Event.HANDLED, seq=3, who="platform:grid"),
        step(Event.PROVEN, seq=4, who="rule:waste"),
    ]
    verdict = verdict_of(incident(Status.CLOSED), history)
    assert verdict is not None
    assert (verdict.said, verdict.by, verdict.who) == (Said.CONFIRMED, By.OPERATOR, "operator:li")
    verdict = verdict_of(incident(Status.CLOSED), [history[0], *history[2:]])
    assert verdict is not None
    assert verdict.by is By.HANDLED
    verdict = verdict_of(incident(Status.CLOSED), [history[0], history[3]])
    assert verdict is not None
    assert verdict.by is By.LOOKS


def test_a_rejection_is_the_last_word() -> None:
    """Confirmed in haste, rejected afterwards: rejected."""
    history = [step(Event.CONFIRM, seq=1), step(Event.REJECT, seq=2, who="operator:wang")]
    verdict = verdict_of(incident(Status.REJECTED), history)
    assert verdict is not None
    assert (verdict.said, verdict.who, verdict.why) == (Said.REJECTED, "operator:wang", "said so")


@pytest.mark.parametrize(
    ("status", "event", "who"),
    [
        (Status.REJECTED, Event.REJECT, "platform:grid"),
        (Status.CLOSED, Event.CLOSE, "operator:li"),
        (Status.ACKNOWLEDGED, Event.ACKNOWLEDGE, "operator:li"),
        (Status.REPORTED, Event.ACCEPTED, "platform:grid"),
    ],
)
def test_what_says_nothing_of_the_picture_is_no_verdict(status: Status, event: Event, who: str) -> None:
    """Cancelled by the platform, closed by word, taken, or filed: nobody has said that it is, or is not, there."""
    assert verdict_of(incident(status), [step(event, who=who)]) is None


def test_gone_is_what_looks_have_shown() -> None:
    """Closed by word proves nothing of the place."""
    assert proven_gone(incident(Status.CLOSED), [step(Event.PROVEN, who="rule:waste")])
    assert not proven_gone(incident(Status.CLOSED), [step(Event.CLOSE)])
    assert not proven_gone(incident(Status.REOPENED), [step(Event.PROVEN, who="rule:waste")])
