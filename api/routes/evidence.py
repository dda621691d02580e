"""Evidence pictures: to operators by session, to receivers by an expiring signed link."""

from __future__ import annotations

from typing import Annotated

import structlog
from fastapi import APIRouter, HTTPException, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.auth import may
from api.deps import Given
from api.small_pictures import SmallPictures
from api.tagged import picture_answer
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(tags=["evidence"])
log = structlog.get_logger(__name__)


@router.get("/api/v1/evidence/{key:path}", response_class=Response)
async def picture(
    request: Request,
    who: Annotated[Who, may(Act.EVIDENCE)],
    given: Given,
    key: str,
    width: Annotated[
        int | None, Query(ge=64, le=1920, description="Reduce to this many pixels across.")
    ] = None,
) -> Response:
    """Return a kept picture to an operator. Every view is recorded."""
    small: SmallPictures = request.app.state.small
    jpeg = await run_in_threadpool(_read, given, key, small, width)
    log.info("evidence.viewed", key=key, who=who.name)
    return picture_answer(request, jpeg)


@router.get("/evidence/{key:path}", response_class=Response)
def linked(given: Given, key: str, expires: str = "", signature: str = "") -> Response:
    """Return the masked copy to whoever holds a link that was sent in an incident."""
    if given.links is None:
        raise HTTPException(404, "this Gridwatch gives no evidence links")
    refused = given.links.refuse(key, expires, signature, given.clock.now())
    if refused:
        raise HTTPException(403, refused)
    jpeg = given.evidence.read(key)
    log.info("evidence.viewed", key=key, who="link")
    # not kept: the link's end is the picture's
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(jpeg, media_type="image/jpeg", headers=headers)


def _read(given: Given, key: str, small: SmallPictures, width: int | None) -> bytes:
    jpeg = given.evidence.read(key)
    return jpeg if width is None else small.get(key, jpeg, width)
