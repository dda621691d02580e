"""What can be done with a case from where it stands, and why something cannot. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.life import Event, may
from alerts.parting import MERGED_INTO
from alerts.shift.act import Kind
from core.case import REOPENED_ONCE
from core.incident import Incident
from core.matter import severity_level
from core.reason import Reason

EVENTS: Mapping[Kind, Event] = {
    Kind.ACKNOWLEDGE: Event.ACKNOWLEDGE,
    Kind.CONFIRM: Event.CONFIRM,
    Kind.REJECT: Event.REJECT,
    Kind.ASSIGN: Event.ASSIGNED,
    Kind.SHELVE: Event.SHELVED,
    Kind.UNSHELVE: Event.UNSHELVED,
    Kind.MERGE: Event.JOINED,
    Kind.SPLIT: Event.SPLIT,
    Kind.LOOK_AGAIN: Event.LOOK_AGAIN,
    Kind.SEND_AGAIN: Event.SENT_AGAIN,
    Kind.CLOSE: Event.CLOSE,
}


def impossible(kind: Kind, incident: Incident, *, never_hidden: str) -> Reason | None:
    """Return why an act cannot be carried out from where a case stands now; None when it can.

    `never_hidden`: severity from which nothing is put aside.
    """
    if not may(incident, EVENTS[kind]):
        into = incident.facts.get(MERGED_INTO)
        if into is not None:
            return Reason(code="shift.merged", facts={"into": into})
        return Reason(code=f"shift.stands.{incident.status.value}", facts={})
    if kind is Kind.SEND_AGAIN and incident.case.held_for != REOPENED_ONCE:
        return Reason(code="shift.not_held")
    if kind is Kind.SHELVE and severity_level(incident.matter.severity) >= severity_level(never_hidden):
        return Reason(code="shift.severe")
    return None


def possible(incident: Incident, *, never_hidden: str) -> tuple[Kind, ...]:
    """Return what can be done with a case from where it stands."""
    return tuple(kind for kind in Kind if impossible(kind, incident, never_hidden=never_hidden) is None)
