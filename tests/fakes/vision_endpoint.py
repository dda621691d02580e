"""An OpenAI-compatible vision endpoint on a free port, with a script of what it answers and does wrong."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
from aiohttp import web

from core.frame import Image


@dataclass(frozen=True, kw_only=True)
class Says:
    """One answer. `raw` is sent instead of a completion; `size` pads it; `cut` closes the connection."""

    content: str = '{"verdict": "agrees", "confidence": 0.9, "reason": "a heap of rubble"}'
    status: int = 200
    raw: bytes | None = None
    size: int = 0
    delay_s: float = 0.0
    cut: bool = False
    headers: dict[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came: what the protocol says must be in it, taken out."""

    headers: dict[str, str]
    body: dict[str, Any]
    path: str

    @property
    def words(self) -> str:
        """The text of the question."""
        return next(part["text"] for part in self.body["messages"][-1]["content"] if part["type"] == "text")

    @property
    def picture(self) -> Image:
        """The picture of the question, decoded."""
        part = next(p for p in self.body["messages"][-1]["content"] if p["type"] == "image_url")
        head, _, data = part["image_url"]["url"].partition(",")
        assert head == "data:image/jpeg;base64"
        image = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
        assert image is not None
        return np.asarray(image, np.uint8)


class VisionEndpoint:
    """`async with VisionEndpoint([Says(status=500), ...]) as city:`; after the script `choose`, or it agrees."""

    def __init__(
        self, script: list[Says] | None = None, *, choose: Callable[[Asked], Says] | None = None
    ) -> None:
        self.script = list(script or [])
        self.choose = choose
        self.asked: list[Asked] = []
        self.busiest = 0
        self.url = ""
        self._busy = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=16 << 20)
        app.router.add_route("*", "/{tail:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.json(),
            path=request.path,
        )
        self.asked.append(asked)
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        try:
            said = self.script.pop(0) if self.script else self.choose(asked) if self.choose else Says()
            await asyncio.sleep(said.delay_s)
        finally:
            self._busy -= 1
        if said.cut and request.transport is not None:
            request.transport.close()
        if said.raw is not None:
            return web.Response(status=said.status, body=said.raw, headers=said.headers)
        message = {"role": "assistant", "content": said.content + " " * said.size}
        whole = {"id": "x", "object": "chat.completion", "choices": [{"index": 0, "message": message}]}
        return web.Response(status=said.status, body=json.dumps(whole).encode())
