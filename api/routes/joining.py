"""An operator makes one incident of two, two of one, and takes it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException

from alerts.acts import Joined
from alerts.neighbours import neighbours
from alerts.undoing import last_act
from api.auth import may
from api.deps import Given
from api.models.joining import JoinedOut, MergeIn, NearOut, SplitIn, UndoIn
from api.seen import check_free, seen_incident, seen_incidents, sees
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])


@router.get("/{incident_id}/near")
def near(who: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> list[NearOut]:
    """Return what is live within 150 m: what may be the same thing first, then the nearest."""
    with given.store.read() as reader:
        incident = reader.incident(incident_id)
        if incident is None:
            raise NotFound(f"no incident {incident_id}")
        found = neighbours(reader, incident, given.desk.merging)
        return [NearOut.of(one) for one in found if sees(who, one.incident)]


@router.post("/{incident_id}/merge")
def merge(who: Annotated[Who, may(Act.JOIN)], given: Given, incident_id: str, body: MergeIn) -> JoinedOut:
    """Merge it into another; 409 when one has ended. The one that goes is withdrawn towards the platform."""
    seen_incident(who, given, body.into)
    check_free(who, given, incident_id, body.into)
    return _done(given, given.desk.merge(incident_id, body.into, who=who.said(body.who), why=_why(body.why)))


@router.post("/{incident_id}/split")
def split(who: Annotated[Who, may(Act.JOIN)], given: Given, incident_id: str, body: SplitIn) -> JoinedOut:
    """Make some of its views an incident of their own; 409 where none or all of them are named."""
    check_free(who, given, incident_id)
    done = given.desk.split(
        incident_id, body.views, reports=body.reports, who=who.said(body.who), why=_why(body.why)
    )
    return _done(given, done)


@router.post("/{incident_id}/undo")
def undo(who: Annotated[Who, may(Act.JOIN)], given: Given, incident_id: str, body: UndoIn) -> JoinedOut:
    """Take its last merge or split back; 409 when that is too long ago or something was decided since."""
    incident = seen_incident(who, given, incident_id)
    with given.store.read() as reader:
        found = last_act(reader, incident, now=given.clock.now(), limit_s=given.desk.merging.undo_s)
    both = (found.act.incident_id, found.act.other_id) if found is not None else (incident_id,)
    if len(seen_incidents(who, given, both)) < len(both):
        raise HTTPException(403, "the other case lies outside of your part of the district")
    check_free(who, given, *both)
    return _done(given, given.desk.undo(incident_id, who=who.said(body.who), why=body.why))


def _done(given: Given, joined: Joined) -> JoinedOut:
    given.committed()
    return JoinedOut.of(joined)


def _why(why: str) -> str:
    if not why.strip():
        raise HTTPException(422, "why: say why; it is kept in both histories")
    return why
