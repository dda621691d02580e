"""Work beside the looks that gave rise to it: bounded, counted, and finished or cancelled at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Beside:
    """Runs so many pieces of work at a time; what finds no room is left undone and counted. Of one event loop."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._tasks: set[asyncio.Task[None]] = set()
        self.shed = 0  # pieces since the start that found no room

    def start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Begin a piece of work and return at once; False when there is no room. It must not raise."""
        if len(self._tasks) >= self._room:
            self.shed += 1
            return False
        task = asyncio.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def drain(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, within_s: float) -> int:
        """Give what is under way so many seconds, then cancel it; return how many were cancelled."""
        if not self._tasks:
            return 0
        _, late = await asyncio.wait(self._tasks, timeout=within_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)
