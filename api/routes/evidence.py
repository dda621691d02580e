"""Evidence pictures: to operators by session, to receivers by an expiring signed link."""

from __future__ import annotations

from typing import Annotated

import cv2
import numpy as np
import structlog
from fastapi import APIRouter, HTTPException, Query, Response
from starlette.concurrency import run_in_threadpool

from api.auth import may
from api.deps import Given
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(tags=["evidence"])
log = structlog.get_logger(__name__)


@router.get("/api/v1/evidence/{key:path}", response_class=Response)
async def picture(
    who: Annotated[Who, may(Act.EVIDENCE)],
    given: Given,
    key: str,
    width: Annotated[
        int | None, Query(ge=64, le=1920, description="Reduce to this many pixels across.")
    ] = None,
) -> Response:
    """Return a kept picture to an operator. Every view is recorded."""
    answer = await run_in_threadpool(_answer, given, key, width)
    log.info("evidence.viewed", key=key, who=who.name)
    return answer


@router.get("/evidence/{key:path}", response_class=Response)
def linked(given: Given, key: str, expires: str = "", signature: str = "") -> Response:
    """Return the masked copy to whoever holds a link that was sent in an incident."""
    if given.links is None:
        raise HTTPException(404, "this Gridwatch gives no evidence links")
    refused = given.links.refuse(key, expires, signature, given.clock.now())
    if refused:
        raise HTTPException(403, refused)
    answer = _answer(given, key)
    log.info("evidence.viewed", key=key, who="link")
    return answer


def _answer(given: Given, key: str, width: int | None = None) -> Response:
    jpeg = given.evidence.read(key)
    if width is not None:
        jpeg = _reduced(jpeg, width)
    headers = {"Cache-Control": "private, max-age=3600, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(jpeg, media_type="image/jpeg", headers=headers)


def _reduced(jpeg: bytes, width: int) -> bytes:
    """Return the picture `width` pixels across; as it is where it is no wider or cannot be read."""
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None or image.shape[1] <= width:
        return jpeg
    size = (width, max(1, round(image.shape[0] * width / image.shape[1])))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    good, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return data.tobytes() if good else jpeg
