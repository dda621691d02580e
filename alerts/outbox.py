"""Which receivers are told of which steps: the rows that go into an incident's own transaction.

One change of an incident is one version and at most one message per receiver, named after the most
telling of its steps. What the platform told us is not told back to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from alerts.links import EvidenceLinks
from alerts.payload import incident_event, to_bytes
from alerts.store.base import Delivery
from core.config.settings.delivery import Delivery as DeliverySettings
from core.config.settings.delivery import Receiver
from core.ids import Ids
from core.incident import Incident, Status, Step

# Steps that leave the status as it is and are told all the same (names of alerts.life.Event).
UPDATES = frozenset({"view_added", "confirmed", "not_verified"})
_UNTOLD = frozenset({None, Status.CANDIDATE, Status.EXPIRED})  # nobody heard of it while it stood there
_ARRIVALS = {
    Status.REOPENED: "reopened",
    Status.CLOSED: "closed",
    Status.REJECTED: "rejected",
}


def event_of(step: Step) -> str | None:
    """Return the event that a step is told as, or None when it is nobody's business but ours."""
    if step.after in {Status.CANDIDATE, Status.EXPIRED}:
        return None
    if step.before is not step.after:
        if step.before in _UNTOLD:
            return None if step.after.ended else "opened"
        if step.before is not None and step.before.ended:
            return _ARRIVALS.get(step.after, "reopened")  # an end that was taken back
        return _ARRIVALS.get(step.after)
    return "updated" if step.what in UPDATES and not step.after.ended else None


def why_not(receiver: Receiver, incident: Incident) -> str | None:
    """Return why a receiver is not told of this incident, or None when it is."""
    if receiver.matters and incident.matter.key not in receiver.matters:
        return f"{receiver.name} wants only {', '.join(receiver.matters)}"
    code = incident.place.grid_code or ""
    if receiver.grids and not code.startswith(receiver.grids):
        return f"{receiver.name} wants only grids under {', '.join(receiver.grids)}"
    return None


def deliveries_for(
    incident: Incident,
    steps: Sequence[Step],
    *,
    receivers: Sequence[Receiver],
    settings: DeliverySettings,
    ids: Ids,
    now: datetime,
    links: EvidenceLinks | None = None,
) -> list[Delivery]:
    """Return the outbox rows for one change: `incident` as it is after `steps`, made `now`.

    Without `links` no picture is offered. The body is final here: a retry sends the same bytes.
    """
    told = [(event, step) for step in steps if (event := event_of(step)) is not None]
    if not told:
        return []
    # A change of status says more than an update; of several the last is where it stands.
    event, step = ([pair for pair in told if pair[0] != "updated"] or told)[-1]
    return [
        _delivery(incident, step, event, receiver, settings=settings, ids=ids, now=now, links=links)
        for receiver in receivers
        if why_not(receiver, incident) is None
    ]


def _delivery(
    incident: Incident,
    step: Step,
    event: str,
    receiver: Receiver,
    *,
    settings: DeliverySettings,
    ids: Ids,
    now: datetime,
    links: EvidenceLinks | None,
) -> Delivery:
    delivery_id = ids.new("msg")
    message = incident_event(
        incident,
        step,
        event=event,
        event_id=delivery_id,
        source=settings.source,
        datum=receiver.datum,
        links=links,
        now=now,
    )
    return Delivery(
        id=delivery_id,
        seq=0,  # given by the store
        incident_id=incident.id,
        incident_version=incident.version,
        receiver=receiver.name,
        type=message.type,
        body=to_bytes(message),
        created_at=now,
        next_at=now,
    )
