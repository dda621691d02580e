"""A request's body has a bound, whoever sends it: what is longer is refused before it is in memory."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

MAX_BODY = 1_000_000  # bytes; a replay of a thousand ids is some 40 kB
MAX_LEDGER = 20_000_000  # a district's cameras as a workbook, with pictures of the places in it
MAX_PICTURE = 12_000_000  # a JPEG of 8 MB in base64


def most_of(path: str) -> int:
    """Return how many bytes a body for this address may have."""
    if path == "/api/v1/cameras/import":
        return MAX_LEDGER
    return MAX_PICTURE if path.startswith("/api/v1/cameras/") and path.endswith("/what-if") else MAX_BODY


class BoundedBodies:
    """ASGI middleware: 413 for a body that is announced as longer than MAX_BODY, or turns out to be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = most_of(scope["path"])
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced[:20]) > most:
            await problem(413, f"more than {most} bytes")(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413, f"more than {most} bytes")
            return message

        await self._app(scope, counted, send)
