"""Records as rows and rows as records; times are whole microseconds in rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from alerts.store import codec, rules
from alerts.store.base import Attempt, Delivery, DeliveryState
from alerts.store.cursor import instant, micros
from core.geo import Datum
from core.incident import Incident, Step


def incident_row(incident: Incident, *, steps: int) -> dict[str, Any]:
    """Return the columns that lists filter by."""
    point = incident.place.point.to(Datum.WGS84)
    grid = incident.place.grid_code or ""
    return {
        "id": incident.id,
        "version": incident.version,
        "steps": steps,
        "status": incident.status.value,
        "live": int(not incident.status.ended),
        "matter": incident.matter.key,
        "owner": incident.owner,
        "street": grid[:9],
        "community": grid[:12],
        "grid": grid,
        "lon": point.lon,
        "lat": point.lat,
        "stage": incident.case.stage.value,
        "held": rules.held_for(incident),
        "overdue": int(rules.overdue(incident)),
        "created_at": micros(incident.created_at),
        "updated_at": micros(incident.updated_at),
    }


def step_row(incident_id: str, step: Step) -> dict[str, Any]:
    """Return one entry of a history."""
    return {
        "incident_id": incident_id,
        "seq": step.seq,
        "at": micros(step.at),
        "what": step.what,
        "document": codec.encode_step(step),
    }


def delivery_row(delivery: Delivery, *, head: bool) -> dict[str, Any]:
    """Return a whole outbox row; `head`: nothing of its queue is pending before it."""
    return progress_row(delivery) | {
        "head": int(head),
        "id": delivery.id,
        "seq": delivery.seq,
        "incident_id": delivery.incident_id,
        "incident_version": delivery.incident_version,
        "receiver": delivery.receiver,
        "type": delivery.type,
        "body": delivery.body,
        "created_at": micros(delivery.created_at),
    }


def progress_row(delivery: Delivery) -> dict[str, Any]:
    """Return what attempts change; the body is never written twice."""
    return {
        "next_at": micros(delivery.next_at),
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "spent": delivery.spent,
        "accepted_at": None if delivery.accepted_at is None else micros(delivery.accepted_at),
        "last_error": delivery.last_error,
        "case_number": delivery.case_number,
    }


def attempt_row(attempt: Attempt) -> dict[str, Any]:
    """Return one line of the ledger."""
    return {
        "delivery_id": attempt.delivery_id,
        "number": attempt.number,
        "at": micros(attempt.at),
        "took_s": attempt.took_s,
        "status": attempt.status,
        "outcome": attempt.outcome,
        "detail": attempt.detail,
        "case_number": attempt.case_number,
    }


def delivery_of(row: Row[Any], *, body: bytes | None = None) -> Delivery:
    """Return the record of one outbox row; `body` where it was not asked for."""
    return Delivery(
        id=row.id,
        seq=row.seq,
        incident_id=row.incident_id,
        incident_version=row.incident_version,
        receiver=row.receiver,
        type=row.type,
        body=bytes(row.body) if body is None else body,
        created_at=instant(row.created_at),
        next_at=instant(row.next_at),
        state=DeliveryState(row.state),
        attempts=row.attempts,
        spent=row.spent,
        accepted_at=None if row.accepted_at is None else instant(row.accepted_at),
        last_error=row.last_error,
        case_number=row.case_number,
    )


def attempt_of(row: Row[Any]) -> Attempt:
    """Return the record of one line of the ledger."""
    return Attempt(
        delivery_id=row.delivery_id,
        number=row.number,
        at=instant(row.at),
        took_s=row.took_s,
        status=row.status,
        outcome=row.outcome,
        detail=row.detail,
        case_number=row.case_number,
    )
