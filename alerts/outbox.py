"""Which receivers are told of which steps: the rows that go into an incident's own transaction.

One change of an incident is one version and at most one message per receiver, named after the most
telling of its steps. What the platform told us is not told back to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from alerts.bodies import Enclosures, body_of
from alerts.links import EvidenceLinks
from alerts.store.base import Delivery
from core.case import FOR_CONFIRMATION
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery as DeliverySettings
from core.ids import Ids
from core.incident import Incident, Status, Step

# Steps that leave the status as it is and are told all the same (names of alerts.life.Event).
UPDATES = frozenset(
    {
        "view_added",
        "second_view",
        "confirmed",
        "not_verified",
        "overdue",
        "took_in",
        "split",
        "undone",
        "report_added",
        "assigned",
    }
)
_SENT_AGAIN = "sent_again"
NOT_SEEN = "not_seen"
_UNTOLD = frozenset({None, Status.CANDIDATE, Status.EXPIRED})  # nobody heard of it while it stood there
_ARRIVALS = {
    Status.REOPENED: "reopened",
    Status.CLOSED: "closed",
    Status.REJECTED: "rejected",
}


def event_of(step: Step) -> str | None:
    """Return the event that a step is told as, or None when it is nobody's business but ours."""
    if step.what == NOT_SEEN:
        return NOT_SEEN  # whoever reported it is told that nobody sees it
    if step.after in {Status.CANDIDATE, Status.EXPIRED}:
        return None
    if step.before is not step.after:
        if step.before in _UNTOLD:
            return None if step.after.ended else "opened"
        if step.before is not None and step.before.ended:
            return _ARRIVALS.get(step.after, "reopened")  # an end that was taken back
        return _ARRIVALS.get(step.after)
    return "updated" if step.what in UPDATES and not step.after.ended else None


def why_not(receiver: Receiver, incident: Incident, event: str = "opened") -> str | None:
    """Return why a receiver is not told of this incident's event, or None when it is."""
    code = incident.place.grid_code or ""
    severity, observed = incident.matter.severity, incident.facts.get("certainty") == "observed"
    refusals = (
        (receiver.matters and incident.matter.key not in receiver.matters, ", ".join(receiver.matters)),
        (receiver.grids and not code.startswith(receiver.grids), f"grids under {', '.join(receiver.grids)}"),
        (receiver.severities and severity not in receiver.severities, ", ".join(receiver.severities)),
        (receiver.events and event not in receiver.events, f"to hear of {', '.join(receiver.events)}"),
        (receiver.min_certainty == "observed" and not observed, "what a person has confirmed"),
        (incident.confidence < receiver.min_confidence, f"confidence from {receiver.min_confidence:g}"),
    )
    wanted = next((words for refused, words in refusals if refused), None)
    return None if wanted is None else f"{receiver.name} wants only {wanted}"


def deliveries_for(
    incident: Incident,
    steps: Sequence[Step],
    *,
    receivers: Sequence[Receiver],
    settings: DeliverySettings,
    ids: Ids,
    now: datetime,
    links: EvidenceLinks | None = None,
    enclosures: Enclosures | None = None,
    was_held: str | None = None,
) -> list[Delivery]:
    """Return the outbox rows for one change: `incident` as it is after `steps`, made `now`.

    Without `links` no picture is offered. The body is final here: a retry sends the same bytes. `was_held` says
    what its case waited for before the change.
    """
    enclosed = replace(enclosures or Enclosures(), links=links)
    most = telling(incident, steps, was_held)
    if most is None:
        return []
    event, step = most
    return [
        _delivery(incident, step, event, receiver, settings=settings, ids=ids, now=now, enclosed=enclosed)
        for receiver in receivers
        if why_not(receiver, incident, event) is None
    ]


def telling(incident: Incident, steps: Sequence[Step], was_held: str | None) -> tuple[str, Step] | None:
    """Return the most telling step of one change and what it is told as; None when nobody is told."""
    if not steps:
        return None
    held = incident.case.held_for
    if held == FOR_CONFIRMATION or (held is not None and not incident.status.ended):
        return None
    if was_held == FOR_CONFIRMATION:  # the first that anybody hears of it
        return None if incident.status.ended else ("opened", steps[-1])
    sent_again = [step for step in steps if step.what == _SENT_AGAIN]
    if sent_again and not incident.status.ended:
        return "reopened", sent_again[-1]
    told = [(event, step) for step in steps if (event := event_of(step)) is not None]
    # A change of status says more than an update; of several the last is where it stands.
    most = [pair for pair in told if pair[0] != "updated"] or told
    return most[-1] if most else None


def _delivery(
    incident: Incident,
    step: Step,
    event: str,
    receiver: Receiver,
    *,
    settings: DeliverySettings,
    ids: Ids,
    now: datetime,
    enclosed: Enclosures,
) -> Delivery:
    delivery_id = ids.new("msg")
    type_, body = body_of(
        incident,
        step,
        event=event,
        event_id=delivery_id,
        source=settings.source,
        receiver=receiver,
        enclosed=enclosed,
        now=now,
    )
    return Delivery(
        id=delivery_id,
        seq=0,  # given by the store
        incident_id=incident.id,
        incident_version=incident.version,
        receiver=receiver.name,
        type=type_,
        body=body,
        created_at=now,
        next_at=now,
    )
