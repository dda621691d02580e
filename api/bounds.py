"""A request's body has a bound, whoever sends it: what is longer is refused before it is in memory."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

MAX_BODY = 1_000_000  # bytes; a replay of a thousand ids is some 40 kB


class BoundedBodies:
    """ASGI middleware: 413 for a body that is announced as longer than MAX_BODY, or turns out to be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced[:20]) > MAX_BODY:
            await problem(413, f"more than {MAX_BODY} bytes")(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MAX_BODY:
                raise HTTPException(413, f"more than {MAX_BODY} bytes")
            return message

        await self._app(scope, counted, send)
