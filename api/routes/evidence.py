"""Evidence pictures: to operators by session, to receivers by an expiring signed link."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, HTTPException, Request, Response

from api.auth import caller
from api.deps import Given

router = APIRouter(tags=["evidence"])
log = structlog.get_logger(__name__)


@router.get("/api/v1/evidence/{key:path}", response_class=Response)
async def picture(request: Request, given: Given, key: str) -> Response:
    """Return a kept picture to an operator. Every view is recorded."""
    who = await caller(request)
    log.info("evidence.viewed", key=key, who=who)
    return _answer(given, key)


@router.get("/evidence/{key:path}", response_class=Response)
def linked(given: Given, key: str, expires: str = "", signature: str = "") -> Response:
    """Return the masked copy to whoever holds a link that was sent in an incident."""
    if given.links is None:
        raise HTTPException(404, "this Gridwatch gives no evidence links")
    refused = given.links.refuse(key, expires, signature, given.clock.now())
    if refused:
        raise HTTPException(403, refused)
    log.info("evidence.viewed", key=key, who="link")
    return _answer(given, key)


def _answer(given: Given, key: str) -> Response:
    jpeg = given.evidence.read(key)
    headers = {"Cache-Control": "private, max-age=3600, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(jpeg, media_type="image/jpeg", headers=headers)
