"""Incidents: list, one, history, deliveries, acts."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from api.auth import may
from api.deps import Given
from api.incident_filters import Filters
from api.models.delivery import DeliveryOut
from api.models.incident import ActIn, IncidentOut, IncidentPage, StepOut
from api.seen import check_free
from core.errors import NotFound
from core.incident import Incident
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])


@router.get("")
def list_incidents(
    _: Annotated[Who, may(Act.SEE)],
    given: Given,
    wanted: Filters,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> IncidentPage:
    """Return one page, newest change first."""
    query = replace(wanted, after=after, limit=limit)
    with given.store.read() as reader:
        page = reader.find(query)
    return IncidentPage(incidents=[IncidentOut.of(one) for one in page.incidents], next=page.next)


@router.get("/{incident_id}")
def one_incident(_: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> IncidentOut:
    """Return one incident."""
    return IncidentOut.of(_incident(given, incident_id))


@router.get("/{incident_id}/history")
def history(_: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> list[StepOut]:
    """Return every step: what, who, when and why."""
    _incident(given, incident_id)
    with given.store.read() as reader:
        return [StepOut.of(step) for step in reader.history(incident_id)]


@router.get("/{incident_id}/deliveries")
def deliveries(_: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> list[DeliveryOut]:
    """Return what was sent about it, and how that went."""
    _incident(given, incident_id)
    with given.store.read() as reader:
        return [DeliveryOut.of(row) for row in reader.deliveries(incident_id=incident_id)]


@router.post("/{incident_id}/acts")
def act(who: Annotated[Who, may(Act.CONFIRM)], given: Given, incident_id: str, body: ActIn) -> IncidentOut:
    """Do something with it; 409 when it cannot take that step from where it stands."""
    if body.what == "reject" and not body.why.strip():
        raise HTTPException(
            422, "why: say why it is rejected; it is kept in the history and trains the model"
        )
    check_free(who, given, incident_id)
    incident = given.desk.act(incident_id, body.what, who.said(body.who), body.why)
    given.committed()
    return IncidentOut.of(incident)


def _incident(given: Given, incident_id: str) -> Incident:
    with given.store.read() as reader:
        incident = reader.incident(incident_id)
    if incident is None:
        raise NotFound(f"no incident {incident_id}")
    return incident
