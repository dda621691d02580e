"""The state machine of an incident: legal steps, who may take them, and no way around either."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from alerts.life import GRIDWATCH, LEGAL, Actor, Event, born, may, take
from core.errors import IllegalStep
from core.incident import Incident, Status, Step
from core.reason import Reason
from tests.builders import at
from tests.builders_desk import incident, view

WHY = Reason.text("because")
SCRIPT = [
    (Event.OPENED, "rule:waste", Status.OPEN),
    (Event.ACKNOWLEDGE, "operator:li", Status.ACKNOWLEDGED),
    (Event.ACCEPTED, "platform:grid", Status.REPORTED),
    (Event.DISPATCHED, "platform:grid", Status.HANDLING),
    (Event.HANDLED, "platform:grid", Status.VERIFYING),
    (Event.STILL_THERE, "rule:waste", Status.REOPENED),
    (Event.HANDLING, "platform:grid", Status.HANDLING),
    (Event.HANDLED, "platform:grid", Status.VERIFYING),
    (Event.PROVEN, "rule:waste", Status.CLOSED),
]


def test_the_long_life() -> None:
    """One incident goes through every stage, is reopened once and closes with its figures right."""
    now = incident(Status.CANDIDATE)
    for second, (event, who, after) in enumerate(SCRIPT, 1):
        now, step = take(now, event, who=who, why=WHY, now=at(second))
        assert (step.what, step.after, now.status, now.updated_at) == (event.value, after, after, at(second))
    assert (now.opened_at, now.closed_at, now.reopened) == (at(1), at(len(SCRIPT)), 1)


def test_an_illegal_step_says_what_would_be_possible() -> None:
    """Closing a candidate by word is refused with a sentence."""
    with pytest.raises(IllegalStep, match=r"inc_000001 is candidate; closed_by_word is possible from open"):
        take(incident(Status.CANDIDATE), Event.CLOSE, who="operator:li", why=WHY, now=at(1))


@pytest.mark.parametrize(
    ("event", "who"),
    [
        (Event.PROVEN, "operator:li"),
        (Event.HANDLED, "operator:li"),
        (Event.REJECT, "rule:waste"),
        (Event.CLOSE, "platform:x"),
    ],
)
def test_a_step_belongs_to_somebody(event: Event, who: str) -> None:
    """An operator cannot prove, a rule cannot reject, a platform cannot close by word."""
    with pytest.raises(IllegalStep, match="is for"):
        take(incident(Status.VERIFYING), event, who=who, why=WHY, now=at(1))


def test_nobody_is_nobody() -> None:
    """A `who` of unknown kind is refused."""
    with pytest.raises(IllegalStep, match="may do nothing"):
        take(incident(), Event.CLOSE, who="mayor", why=WHY, now=at(1))


def test_reopening_forgets_that_views_were_cleared() -> None:
    """After `still there` no view keeps its cleared_at."""
    before = incident(Status.VERIFYING, view(cleared_at=at(3)))
    after, _ = take(before, Event.STILL_THERE, who="rule:waste", why=WHY, now=at(5))
    assert after.views[0].cleared_at is None


def test_a_confirmation_makes_it_observed() -> None:
    """What a person has confirmed is observed, no longer likely."""
    after, _ = take(incident(), Event.CONFIRM, who="operator:li", why=WHY, now=at(1))
    assert (after.status, after.facts["certainty"]) == (Status.ACKNOWLEDGED, "observed")


def test_only_candidates_are_born() -> None:
    """The first step of a history is `seen`; an incident born open is refused."""
    assert born(incident(Status.CANDIDATE), who="rule:waste", look_id="look-0").before is None
    with pytest.raises(IllegalStep, match="begins as candidate"):
        born(incident(Status.OPEN), who="rule:waste", look_id=None)


class AnyLife(RuleBasedStateMachine):
    """Throws every event at an incident, from everybody, in any order."""

    now: Incident
    history: list[Step]

    @initialize()
    def _begin(self) -> None:
        self.now = incident(Status.CANDIDATE)
        self.history = [born(self.now, who="rule:waste", look_id=None)]

    @rule(event=st.sampled_from(Event), actor=st.sampled_from(Actor))
    def _throw(self, event: Event, actor: Actor) -> None:
        who = GRIDWATCH if actor is Actor.GRIDWATCH else f"{actor.value}:x"
        legal = may(self.now, event) and actor in LEGAL[event].actors
        try:
            after, step = take(self.now, event, who=who, why=WHY, now=at(len(self.history)))
        except IllegalStep:
            assert not legal
            return
        assert legal
        assert step.before is self.now.status
        assert not (self.now.status.ended and after.status is not self.now.status)
        self.now = after
        self.history.append(step)

    @invariant()
    def _the_history_is_a_chain(self) -> None:
        assert all(a.after is b.before for a, b in zip(self.history, self.history[1:], strict=False))
        assert self.history[-1].after is self.now.status

    @invariant()
    def _figures_fit_the_status(self) -> None:
        visited = {step.after for step in self.history}
        assert (self.now.opened_at is not None) == (Status.OPEN in visited)
        assert (self.now.closed_at is not None) == (self.now.status is Status.CLOSED)
        assert self.now.reopened == sum(step.what == Event.STILL_THERE.value for step in self.history)

    @invariant()
    def _nothing_is_verified_without_a_look(self) -> None:
        if self.now.status is Status.CLOSED:
            last = next(step for step in reversed(self.history) if step.before is not step.after)
            assert last.what == Event.CLOSE.value or last.before is Status.VERIFYING


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
