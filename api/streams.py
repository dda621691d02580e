"""Long answers, sent piece by piece: few at a time, and none that a reader who has gone to sleep keeps open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

from fastapi import HTTPException
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

AT_ONCE = 4  # each holds a view of the store, and SQLite folds its log only when nobody looks at the past
LONGEST_S = 1800.0  # a million incidents take some ten minutes of one core


class Turns:
    """Lets a few through and turns the others away."""

    def __init__(self, most: int = AT_ONCE) -> None:
        self._free = threading.BoundedSemaphore(most)

    def take(self) -> Callable[[], None]:
        """Return what gives the turn back; to be called once.

        Raises:
            HTTPException: 503 while as many as may are under way.
        """
        if not self._free.acquire(blocking=False):
            raise HTTPException(
                503, "as many exports as may are under way; try again", headers={"Retry-After": "20"}
            )
        return self._free.release


class BoundedStream(StreamingResponse):
    """Sends pieces of text. A reader who takes too long is cut off: he sees that the answer has no end."""

    def __init__(
        self,
        pieces: Iterator[str],
        *,
        media_type: str,
        file_name: str,
        after: Callable[[], None],
        longest_s: float = LONGEST_S,
    ) -> None:
        """`after` is called once, however it ends."""
        headers = {"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "no-store"}
        super().__init__(pieces, media_type=media_type, headers=headers)
        self._pieces = pieces
        self._after = after
        self._longest_s = longest_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            async with asyncio.timeout(self._longest_s):
                await super().__call__(scope, receive, send)
        finally:
            self._after()
