"""What the trail of a case keeps of its deliveries: which bytes were to go to whom, and how that ended. Pure.

Tries that will be followed by another are in the ledger only, which is dropped after a while.
"""

from __future__ import annotations

from typing import Any

from alerts.store.base import Attempt, Delivery, DeliveryState
from alerts.store.trail import Draft, Kind, digest, text_of

KEPT_ANSWER = 200  # characters of what was answered; a case number stands there


def queued(delivery: Delivery) -> Draft:
    """Return the row of a version that was put into the outbox."""
    record = {**_named(delivery), "type": delivery.type, "sha256": digest(delivery.body)}
    return Draft(
        incident_id=delivery.incident_id, at=delivery.created_at, kind=Kind.QUEUED, record=text_of(record)
    )


def settled(delivery: Delivery, attempt: Attempt) -> tuple[Draft, ...]:
    """Return the row of how a delivery ended, if this attempt ended it."""
    if delivery.state is DeliveryState.PENDING:
        return ()
    record: dict[str, Any] = {
        **_named(delivery),
        "attempt": attempt.number,
        "outcome": attempt.outcome,
        "state": delivery.state.value,
        "status": attempt.status,
        "answer": attempt.detail[:KEPT_ANSWER],
    }
    if attempt.case_number is not None:
        record["case_number"] = attempt.case_number
    return (
        Draft(incident_id=delivery.incident_id, at=attempt.at, kind=Kind.SETTLED, record=text_of(record)),
    )


def _named(delivery: Delivery) -> dict[str, Any]:
    return {
        "delivery": delivery.id,
        "receiver": delivery.receiver,
        "version": delivery.incident_version,
    }
