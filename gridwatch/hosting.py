"""The service run by a program that has more to do than that: a demo, a bench."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from gridwatch.service import Service

_TICK_S = 1.0


class Hosted:
    """A service that has started. `stop` is set when it is to end; `running` is its task."""

    def __init__(self, running: asyncio.Task[None], stop: asyncio.Event) -> None:
        self.running = running
        self.stop = stop

    def check(self) -> None:
        """Raise what ended the service, if it has ended.

        Raises:
            RuntimeError: it ended without a reason before it was told to.
        """
        if self.running.done():
            self.running.result()
            raise RuntimeError("the service ended before it was told to")

    async def last(self, seconds: float, progress: Callable[[float], None] = lambda _: None) -> None:
        """Wait so long, telling `progress` the seconds that have passed; what ends the service early is raised."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while (left := seconds - (loop.time() - began)) > 0:
            await asyncio.wait({self.running}, timeout=min(_TICK_S, left))
            self.check()
            progress(loop.time() - began)


@asynccontextmanager
async def hosted(service: Service) -> AsyncIterator[Hosted]:
    """Run a service in this event loop until the block is left; what keeps it from starting is raised."""
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    try:
        waiting = asyncio.create_task(service.started.wait())
        await asyncio.wait({waiting, running}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        host = Hosted(running, stop)
        host.check()
        yield host
    finally:
        stop.set()
        await running


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
