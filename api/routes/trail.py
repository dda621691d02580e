"""The trail of a case: every row with its hashes, checked as it is read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from alerts.audit.case import faults_of_case
from api.auth import may
from api.deps import Given
from api.models.trail import TrailOut, TrailRow
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])


@router.get("/{incident_id}/trail")
def trail(_: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> TrailOut:
    """Return what happened, row by row: append-only, each bound to the one before it by SHA-256."""
    with given.store.read() as reader:
        rows, kept = reader.trail_of(incident_id), reader.incident(incident_id)
        if kept is None and not rows:
            raise NotFound(f"no incident {incident_id}")
        faults = tuple(faults_of_case(reader, incident_id))
        head = reader.trail_head()
    return TrailOut(
        incident_id=incident_id,
        rows=[TrailRow.of(row) for row in rows],
        faults=[str(fault) for fault in faults],
        head_number=head.number,
        head=head.chain,
    )
