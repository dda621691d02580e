"""What is known of an incident afterwards: confirmed, rejected, or nothing yet. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alerts.life import Actor, Event
from core.incident import Incident, Status, Step


class Said(StrEnum):
    """What a verdict says."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class By(StrEnum):
    """What a verdict rests on, strongest first."""

    OPERATOR = "operator"  # a person looked at it
    HANDLED = "handled"  # the platform reported that a unit dealt with it
    LOOKS = "looks"  # it was seen, and later seen gone; no person has said anything


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What is known of an incident."""

    said: Said
    by: By
    who: str  # as the history has it, e.g. "operator:li"
    at: datetime  # UTC
    why: str  # in English


_CONFIRMING = (
    (Event.CONFIRM, By.OPERATOR),
    (Event.HANDLED, By.HANDLED),
    (Event.PROVEN, By.LOOKS),
)


def verdict_of(incident: Incident, history: Sequence[Step]) -> Verdict | None:
    """Return the verdict on an incident, or None while there is none.

    A rejection is the last word. One by the platform is no verdict: a case is also sent back or cancelled because
    it belongs to somebody else, which says nothing about the picture. Nor is a case that was closed by word alone.
    """
    if incident.status is Status.REJECTED:
        last = _last(history, Event.REJECT)
        if last is None or Actor.of(last.who) is not Actor.OPERATOR:
            return None
        return _verdict(Said.REJECTED, By.OPERATOR, last)
    for event, by in _CONFIRMING:
        step = _last(history, event)
        if step is not None:
            return _verdict(Said.CONFIRMED, by, step)
    return None


def proven_gone(incident: Incident, history: Sequence[Step]) -> bool:
    """Return whether looks have shown that it is gone, so that its `after` picture does not hold it."""
    return incident.status is Status.CLOSED and _last(history, Event.PROVEN) is not None


def _last(history: Sequence[Step], event: Event) -> Step | None:
    return next((step for step in reversed(history) if step.what == event.value), None)


def _verdict(said: Said, by: By, step: Step) -> Verdict:
    return Verdict(said=said, by=by, who=step.who, at=step.at, why=step.why.tell("en"))
