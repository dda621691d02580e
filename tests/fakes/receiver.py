"""A webhook receiver on a free port with a script of what to answer, and a record of what came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer. `cut`: close the connection instead; `cut_body`: close it in the middle of the answer."""

    status: int = 200
    body: bytes = b'{"code": 0}'
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    cut: bool = False
    cut_body: bool = False


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes
    at: float  # loop time
    query: str = ""  # as it was written


class FakeReceiver:
    """`async with FakeReceiver([Reply(status=503), ...]) as receiver:`; after the script it answers 200.

    `choose(request body)` may give an answer by content instead.
    """

    def __init__(
        self, script: list[Reply] | None = None, *, choose: Callable[[bytes], Reply | None] | None = None
    ) -> None:
        self.script = list(script or [])
        self.choose = choose
        self.taken: list[Taken] = []
        self.busy = 0
        self.busiest = 0
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=1 << 20)
        app.router.add_route("*", "/{tail:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/hook"
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def ids(self) -> list[str]:
        """The webhook-id of everything that came, in order."""
        return [taken.headers["webhook-id"] for taken in self.taken]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        now = asyncio.get_running_loop().time()
        self.taken.append(Taken(headers=headers, body=body, at=now, query=request.url.raw_query_string))
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            return await self._reply(request, self._next(body))
        finally:
            self.busy -= 1

    def _next(self, body: bytes) -> Reply:
        chosen = self.choose(body) if self.choose else None
        return chosen or (self.script.pop(0) if self.script else Reply())

    async def _reply(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        await asyncio.sleep(reply.delay_s)
        if reply.cut:
            _drop(request)
            return web.Response()
        if reply.cut_body:
            response = web.StreamResponse(status=reply.status, headers={"content-length": "1000"})
            await response.prepare(request)
            await response.write(b'{"case_nu')
            _drop(request)
            return response
        return web.Response(status=reply.status, body=reply.body, headers=reply.headers)


def _drop(request: web.Request) -> None:
    transport: Any = request.transport
    if transport is not None:
        transport.abort()
