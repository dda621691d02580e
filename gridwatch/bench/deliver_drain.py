"""A full outbox drained: how many deliveries a second are accepted and written down, and in which order they came."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import GridwatchError
from gridwatch.bench.accounts import Account
from gridwatch.bench.deliver_looks import fill
from gridwatch.bench.deliver_parts import Parts
from gridwatch.beside.child import Child

_AT_ONCE = 200  # incidents filled in one transaction
_TICK_S = 0.02
_STALLED_S = 30.0  # without one attempt: something is broken


@dataclass(frozen=True, kw_only=True, slots=True)
class Drain:
    """The figures of one outbox."""

    incidents: int
    deliveries: int
    seconds: float  # from the courier's start until the last was written down
    accepted_per_s: float
    cpu_ms: float  # core-milliseconds of a delivery, all threads of the sender
    receiver_cpu_ms: float  # the receiver's, on the same machine
    rss_mb: float  # most that was resident
    grown_mb: float  # of it, since before the courier's start
    repeated: int  # ids that came again
    out_of_order: int  # older than a version of the same incident that had come
    refused: int  # by the receiver: 0, or the bench itself is broken


async def fill_outbox(parts: Parts, *, incidents: int, versions: int) -> None:
    """Keep so many incidents, each with so many versions to tell."""
    for low in range(0, incidents, _AT_ONCE):
        numbers = range(low, min(incidents, low + _AT_ONCE))
        await asyncio.to_thread(fill, parts, numbers, versions=versions)


async def drain(
    parts: Parts,
    receiver: Child,
    *,
    incidents: int,
    deliveries: int,
    progress: Callable[[int], None] = lambda _: None,
) -> Drain:
    """Start the courier on an outbox with so many rows and wait until each has been accepted."""
    told, before, began = await receiver.ask({}), Account.now(), time.perf_counter()
    stop = asyncio.Event()
    running = asyncio.create_task(parts.courier.run(stop))
    try:
        await _until(parts, deliveries, progress)
        seconds = time.perf_counter() - began
        after, later = Account.now(), await receiver.ask({})
    finally:
        stop.set()
        await running

    def since(name: str) -> int:
        return int(later.get(name, 0) - told.get(name, 0))

    return Drain(
        incidents=incidents,
        deliveries=deliveries,
        seconds=seconds,
        accepted_per_s=deliveries / seconds,
        cpu_ms=1000 * (after.cpu_s - before.cpu_s) / deliveries,
        receiver_cpu_ms=1000 * (later["cpu_s"] - told["cpu_s"]) / deliveries,
        rss_mb=after.peak_mb,
        grown_mb=after.rss_mb - before.rss_mb,
        repeated=since("repeated"),
        out_of_order=since("out_of_order"),
        refused=since("refused"),
    )


async def _until(parts: Parts, deliveries: int, progress: Callable[[int], None]) -> None:
    loop = asyncio.get_running_loop()
    done, moved = 0, loop.time()
    start = parts.courier.outcomes["accepted"]
    while done < deliveries:
        await asyncio.sleep(_TICK_S)
        now = parts.courier.outcomes["accepted"] - start
        if now > done:
            done, moved = now, loop.time()
            progress(done)
        elif loop.time() - moved > _STALLED_S:
            raise GridwatchError(f"{done} of {deliveries} were accepted, then none for {_STALLED_S:.0f} s")
