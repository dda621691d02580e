"""Answers that a browser keeps and asks about each time whether they still hold: by a tag of their bytes (RFC 9110)."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response

ASKED_EACH_TIME = "private, no-cache"


def has_already(request: Request, tag: str) -> bool:
    """Return whether the caller holds the bytes of a tag (without quotes)."""
    asked = request.headers.get("if-none-match", "")
    tags = (one.strip().removeprefix("W/").strip('"') for one in asked.split(","))
    return asked.strip() == "*" or tag in tags


def picture_answer(request: Request, jpeg: bytes) -> Response:
    """Return a picture, or 304 where the browser has it already.

    The next person at the same desk may not see what this one did: nothing is shown out of a browser's store before
    the route has asked for session, scope and reason again, and has written the view down.
    """
    tag = hashlib.blake2b(jpeg, digest_size=16).hexdigest()
    headers = {"Cache-Control": ASKED_EACH_TIME, "ETag": f'"{tag}"', "X-Content-Type-Options": "nosniff"}
    if has_already(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(jpeg, media_type="image/jpeg", headers=headers)
