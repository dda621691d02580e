"""Incidents as CAP 1.2 messages, and a feed of those that last."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from alerts.cap.alert import CONTENT_TYPE, Issuer, cap_alert
from alerts.cap.feed import FEED_TYPE, LIVE, cap_feed
from alerts.store.base import IncidentQuery
from api.auth import may
from api.deps import Given
from api.services import Services
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])


@router.get("/cap.atom", response_class=Response, responses={200: {"content": {FEED_TYPE: {}}}})
def feed(
    request: Request,
    who: Annotated[Who, may(Act.EXPORT)],
    given: Given,
    after: Annotated[str | None, Query(description="From the `next` link of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """Return an Atom feed of incidents that have not ended, newest change first, with links to their messages."""
    issuer = _issuer(given)
    with given.store.read() as reader:
        page = reader.find(IncidentQuery(statuses=LIVE, scope=who.scope, after=after, limit=limit))
    base = f"{str(request.base_url).rstrip('/')}/api/v1/incidents"
    following = f"{base}/cap.atom?limit={limit}&after={page.next}" if page.next else None
    body = cap_feed(page.incidents, issuer=issuer, base=base, next_page=following, now=given.clock.now())
    return Response(body, media_type=FEED_TYPE)


@router.get(
    "/{incident_id}/cap.xml", response_class=Response, responses={200: {"content": {CONTENT_TYPE: {}}}}
)
def message(_: Annotated[Who, may(Act.EVIDENCE)], given: Given, incident_id: str) -> Response:
    """Return the latest CAP 1.2 message about an incident, with links to its pictures; 404 while nobody was told."""
    issuer = _issuer(given)
    with given.store.read() as reader:
        incident, history = reader.incident(incident_id), reader.history(incident_id)
    if incident is None:
        raise NotFound(f"no incident {incident_id}")
    body = cap_alert(incident, history, issuer=issuer, links=given.links, now=given.clock.now())
    return Response(body, media_type=CONTENT_TYPE)


def _issuer(given: Services) -> Issuer:
    if given.cap is None:
        raise HTTPException(404, "no CAP messages are issued here: `cap.sender` of gridwatch.yaml is empty")
    return given.cap
