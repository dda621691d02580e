"""A receiver that was away for a day and comes back: what waited is delivered, how fast, and in how much memory.

The day passes by a clock that is set on: every attempt of the schedule is really made, against a port on which
nobody listens.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clock import SystemClock
from gridwatch.bench.deliver_drain import Drain, drain, fill_outbox
from gridwatch.bench.deliver_looks import take
from gridwatch.bench.deliver_parts import Parts
from gridwatch.beside.child import Child

HOURS = (
    0.0,
    0.01,
    0.1,
    0.6,
    2.5,
    6.0,
    14.8,
)  # set on before each round of attempts; the schedule's waits, a day


class LaterClock(SystemClock):
    """The machine's clock, set back by the outage's length and then on by hand: at its end it tells the time."""

    def __init__(self) -> None:
        self.behind = timedelta(hours=sum(HOURS))

    def now(self) -> datetime:
        """Return the present instant, as far behind as it still is."""
        return super().now() - self.behind


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """The figures."""

    hours: float  # that the receiver was away
    failed: int  # attempts meanwhile
    late_h: float  # until the schedule itself would have tried the last head again; it is not waited for
    drained: Drain  # from the first new message after its return


async def await_outage(
    parts: Parts, clock: LaterClock, *, incidents: int, versions: int, progress: Callable[[int], None]
) -> int:
    """Fill the outbox and let the day pass; return the attempts that failed."""
    await fill_outbox(parts, incidents=incidents, versions=versions)
    failed = 0
    for hours in HOURS:
        clock.behind -= timedelta(hours=hours)
        while tried := await parts.courier.once():
            failed += tried
            progress(failed)
    return failed


async def come_back(
    parts: Parts,
    clock: LaterClock,
    receiver: Child,
    *,
    incidents: int,
    versions: int,
    failed: int,
    progress: Callable[[int], None],
) -> Outage:
    """With the receiver listening again, let one new incident be told, and everything else by it."""
    with parts.store.read() as reader:
        heads = reader.due_deliveries(clock.now() + timedelta(days=9), incidents)
    late = max(head.next_at for head in heads) - clock.now()
    await asyncio.to_thread(take, parts, incidents)
    drained = await drain(
        parts, receiver, incidents=incidents + 1, deliveries=incidents * versions + 1, progress=progress
    )
    return Outage(hours=sum(HOURS), failed=failed, late_h=late.total_seconds() / 3600, drained=drained)
