"""A request has bounds, whoever sends it: a longer body is refused before it is in memory, and so is NUL in a text."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

MAX_BODY = 1_000_000  # bytes; a replay of a thousand ids is some 40 kB
MAX_LEDGER = 20_000_000  # a district's cameras as a workbook, with pictures of the places in it
_NUL = "holds a NUL character, which no database of ours keeps in a text"
MAX_PICTURE = 12_000_000  # a JPEG of 8 MB in base64


def most_of(path: str) -> int:
    """Return how many bytes a body for this address may have."""
    if path == "/api/v1/cameras/import":
        return MAX_LEDGER
    return MAX_PICTURE if path.startswith("/api/v1/cameras/") and path.endswith("/what-if") else MAX_BODY


class BoundedBodies:
    """ASGI middleware: 413 for a body that is announced as longer than MAX_BODY, or turns out to be; 400 for NUL.

    SQLite would keep one, PostgreSQL refuses the whole transaction.
    """

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
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            await problem(400, _NUL)(scope, receive, send)
            return
        cleaned = scope["path"].startswith("/api/v1/platform/")  # alerts/legible.py
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413, f"more than {most} bytes")
            if not cleaned and b"\\u0000" in message.get("body", b""):
                raise HTTPException(400, _NUL)
            return message

        await self._app(scope, counted, send)
