"""Deliveries and their ledger as the API tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from alerts.store.base import Attempt, Delivery, DeliveryState
from api.models.base import Told
from core.incident import Incident

Name = Annotated[str, StringConstraints(min_length=1, max_length=128)]


class DeliveryOut(Told):
    """One webhook delivery."""

    id: str
    """webhook-id, the same in every attempt."""
    incident_id: str
    """Whose."""
    incident_version: int
    """Which version it tells."""
    receiver: str
    """Who gets it."""
    type: str
    """CloudEvents type."""
    state: str
    """pending, accepted, dead or held."""
    attempts: int
    """So far."""
    created_at: datetime
    """When the change was made."""
    next_at: datetime
    """Not tried before."""
    accepted_at: datetime | None
    """When the receiver took it."""
    last_error: str | None
    """Of the last failed attempt."""
    case_number: str | None
    """The receiver's own, as it last answered."""
    title: str
    """Headline of the case, Chinese; empty where only its id is told."""
    title_en: str
    """Headline of the case, English."""

    @classmethod
    def of(cls, delivery: Delivery, incident: Incident | None = None) -> DeliveryOut:
        """Tell a delivery, and of which case."""
        return cls(
            id=delivery.id,
            incident_id=delivery.incident_id,
            incident_version=delivery.incident_version,
            receiver=delivery.receiver,
            type=delivery.type,
            state=delivery.state.value,
            attempts=delivery.attempts,
            created_at=delivery.created_at,
            next_at=delivery.next_at,
            accepted_at=delivery.accepted_at,
            last_error=delivery.last_error,
            case_number=delivery.case_number,
            title="" if incident is None else incident.title,
            title_en="" if incident is None else incident.title_en,
        )


class AttemptOut(Told):
    """One line of the ledger."""

    number: int
    """1, 2, 3 ..."""
    at: datetime
    """When."""
    took_s: float
    """Seconds."""
    status: int | None
    """HTTP status; null without an answer."""
    outcome: str
    """accepted, retry, gave_up, gone or refused."""
    detail: str
    """The answer's beginning, or the error."""
    case_number: str | None
    """The receiver's own, where the answer held one."""

    @classmethod
    def of(cls, attempt: Attempt) -> AttemptOut:
        """Tell an attempt."""
        return cls(
            number=attempt.number,
            at=attempt.at,
            took_s=round(attempt.took_s, 3),
            status=attempt.status,
            outcome=attempt.outcome,
            detail=attempt.detail,
            case_number=attempt.case_number,
        )


class ReplayIn(Told):
    """Which deliveries to send again."""

    ids: list[Name] = Field(default_factory=list, max_length=1000)
    """These ..."""
    receiver: Name | None = None
    """... or those of this receiver ..."""
    since: AwareDatetime | None = None
    """... created since then, with time zone ..."""
    until: AwareDatetime | None = None
    """... and before then ..."""
    states: list[DeliveryState] = Field(default_factory=list, max_length=4)
    """... that stand so; by default dead, and with a receiver held."""
    dry_run: bool = False
    """Count only."""


class DayOut(Told):
    """What became of what was queued for a receiver in the last 24 hours."""

    queued: int
    """In all."""
    accepted: int
    """Taken by it."""
    late: int
    """Of the accepted: later than five minutes."""
    dead: int
    """Given up."""


class FailureOut(Told):
    """The last attempt that was not accepted."""

    delivery_id: str
    """Of which delivery."""
    at: datetime
    """When."""
    detail: str
    """The answer's beginning, or the error."""


class ReceiverOut(Told):
    """One receiver, and how it does."""

    name: str
    """As in its file."""
    disabled: str | None
    """Why nothing is sent to it; null while it is."""
    pending: int
    """Deliveries that wait for it."""
    held: int
    """Deliveries kept back while it is disabled."""
    dead: int
    """Deliveries given up."""
    day: DayOut
    """Its last 24 hours."""
    last_failure: FailureOut | None
    """Among its newest deliveries; null where all went well."""
