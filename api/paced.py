"""Work that many ask for at once is done once, and not more often than it has to be.

Whoever asks gets an answer that was begun after he asked: what was committed before is in it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

T = TypeVar("T")
KEPT = 64  # kinds of work; who asks for more is served all the same


class Paced(Generic[T]):
    """Lives inside one event loop; `work` is done in a worker thread, once at a time of each kind."""

    def __init__(self) -> None:
        self._kinds: OrderedDict[Hashable, _Kind[T]] = OrderedDict()

    async def get(self, kind: Hashable, work: Callable[[], T], *, pace_s: float = 0.0) -> T:
        """Return what `work` brings; of several that wait for the same kind, the first one's is done.

        `pace_s`: seconds from one beginning to the next of the same kind; the first begins at once.
        """
        one = self._kinds.get(kind)
        if one is None:
            one = self._kinds[kind] = _Kind()
            if len(self._kinds) > KEPT:
                self._kinds.popitem(last=False)
        self._kinds.move_to_end(kind)
        return await one.get(work, pace_s)


class _Kind(Generic[T]):
    def __init__(self) -> None:
        self._next: asyncio.Task[T] | None = None  # not begun: whoever comes now shares it
        self._working = asyncio.Lock()
        self._began = float("-inf")

    async def get(self, work: Callable[[], T], pace_s: float) -> T:
        if self._next is None:
            self._next = asyncio.create_task(self._work(work, pace_s))
        return await asyncio.shield(self._next)

    async def _work(self, work: Callable[[], T], pace_s: float) -> T:
        async with self._working:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._began + pace_s - loop.time()))
            self._next = None  # who comes from now on waits for another
            self._began = loop.time()
            return await run_in_threadpool(work)
