"""Public links: made and taken back by operators, opened by whoever holds one."""

from __future__ import annotations

import math
from typing import Annotated

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from alerts import public_link
from api.auth import may
from api.deps import Given
from api.models.public_link import NewPublicLink, PublicLinkIn, PublicLinkOut, TakeBackIn
from api.public.limits import Buckets
from api.public.page import HEADERS, nothing_page, status_page
from api.services import Services
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(tags=["public links"])
log = structlog.get_logger(__name__)

MAX_TOKEN = 200  # characters; nothing longer is one of ours


@router.post("/api/v1/incidents/{incident_id}/public-link", status_code=201)
def make(
    who: Annotated[Who, may(Act.SHARE)], given: Given, incident_id: str, body: PublicLinkIn
) -> NewPublicLink:
    """Make a link to a page that shows stages and times of this case, and nothing about persons."""
    now = given.clock.now()
    link, token = public_link.make(given.store, incident_id, who=who.said(body.who), days=body.days, now=now)
    path = f"/s/{token}"
    url = given.public_url.rstrip("/") + path if given.public_url else None
    return NewPublicLink(link=PublicLinkOut.of(link, now), path=path, url=url)


@router.get("/api/v1/incidents/{incident_id}/public-links")
def links(_: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> list[PublicLinkOut]:
    """Return the links of this case, also those that no longer open."""
    with given.store.read() as reader:
        if reader.incident(incident_id) is None:
            raise NotFound(f"no incident {incident_id}")
        found = reader.public_links(incident_id)
    return [PublicLinkOut.of(link, given.clock.now()) for link in found]


@router.post("/api/v1/incidents/{incident_id}/public-links/{link_id}/revoke")
def take_back(
    who: Annotated[Who, may(Act.SHARE)], given: Given, incident_id: str, link_id: str, body: TakeBackIn
) -> PublicLinkOut:
    """End a link for good; whoever opens it then is told what a wrong link is told."""
    now = given.clock.now()
    link = public_link.take_back(given.store, incident_id, link_id, who=who.said(body.who), now=now)
    return PublicLinkOut.of(link, now)


@router.get("/s/{token}", include_in_schema=False)
async def page(request: Request, given: Given, token: str) -> HTMLResponse:
    """Show the page of a case; every link that opens none gets one and the same answer."""
    buckets: Buckets = request.app.state.public_buckets
    address = request.client.host if request.client is not None else ""
    if (wait_s := buckets.wait_s(address)) > 0:
        headers = {**HEADERS, "Retry-After": str(math.ceil(wait_s))}
        return HTMLResponse("", status_code=429, headers=headers)
    html = await run_in_threadpool(_page, given, token[:MAX_TOKEN])
    if html is None:
        buckets.wrong(address)
        return HTMLResponse(nothing_page(), status_code=404, headers=HEADERS)
    log.info("public_link.viewed")  # not by whom, and not which: an address is a person
    return HTMLResponse(html, headers=HEADERS)


def _page(given: Services, token: str) -> str | None:
    now = given.clock.now()
    found = public_link.opened(given.store, token, now)
    if found is None:
        return None
    district = given.fleet.district()
    zone, name = str(district.get("timezone", "UTC")), str(district.get("name", ""))
    return status_page(*found, district=name, zone=zone, now=now)
