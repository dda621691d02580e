"""How many attempts a second a receiver gets: each takes the next free moment, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Pace:
    """Spreads turns evenly; lives inside one event loop. Whoever waits holds a place of what is in flight."""

    def __init__(
        self,
        per_s: float | None,
        *,
        now: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap_s = 1 / per_s if per_s else 0.0
        self._now = now
        self._sleep = sleep
        self._free_at = float("-inf")

    async def turn(self) -> None:
        """Return when the next attempt may begin."""
        if not self._gap_s:
            return
        now = self._now() if self._now is not None else asyncio.get_running_loop().time()
        mine = max(now, self._free_at)
        self._free_at = mine + self._gap_s
        if mine > now:
            await self._sleep(mine - now)
