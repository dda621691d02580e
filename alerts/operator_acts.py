"""What an operator can do to one incident, by name: which step it is, and how the incident is found for it. Pure."""

from __future__ import annotations

from dataclasses import replace

from alerts.case.casework import Casework
from alerts.life import Event
from core.case import REOPENED_ONCE
from core.errors import IllegalStep
from core.incident import Incident, Status

_EVENTS = {
    "acknowledge": Event.ACKNOWLEDGE,
    "confirm": Event.CONFIRM,
    "reject": Event.REJECT,
    "look_again": Event.LOOK_AGAIN,
    "close": Event.CLOSE,
    "send_again": Event.SENT_AGAIN,
}


def event_of(act: str) -> Event:
    """Return the step that an act is.

    Raises:
        IllegalStep: there is no such act.
    """
    event = _EVENTS.get(act)
    if event is None:
        raise IllegalStep(f"{act!r} is no act; possible are {', '.join(_EVENTS)}")
    return event


def found(incident: Incident, event: Event, who: str, work: Casework) -> Incident:
    """Return the incident as an operator's act finds it.

    Raises:
        IllegalStep: it is to be sent again and waits for nothing.
    """
    if event is Event.CLOSE:
        return replace(incident, facts={**incident.facts, "closed_by": who})
    if event is Event.CONFIRM and incident.status is Status.CANDIDATE:
        return work.opened(incident, profile=None)
    if event is Event.SENT_AGAIN and incident.case.held_for != REOPENED_ONCE:
        raise IllegalStep(f"{incident.id} is not held back: there is nothing to send again")
    return incident
