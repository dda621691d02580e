"""From the commit of an incident to the receiver's answer, while the desk changes incidents at a steady rate."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from alerts.store.base import DeliveryState
from core.errors import GridwatchError
from core.incident import Incident
from gridwatch.bench.deliver_looks import take
from gridwatch.bench.deliver_parts import RECEIVER, Parts

_STANDING = 30  # incidents that are open at any time
_LAST_S = 10.0  # what is still under way at the end may take so long
_TICK_S = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Latency:
    """The figures. Milliseconds from the desk's return, when the change is committed, to the end of the answer."""

    deliveries: int
    per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float


class _Script:
    """What happens at the desk, one change at a time: a heap is found, and closed later."""

    def __init__(self, parts: Parts, first: int) -> None:
        self._parts = parts
        self._number = first
        self._open: deque[Incident] = deque()
        self.committed: dict[tuple[str, int], datetime] = {}  # (incident, version) -> when the desk returned

    def step(self) -> None:
        """Make one change, which is told."""
        if len(self._open) < _STANDING:
            self._number += 1
            changed = take(self._parts, self._number)
            if changed is None:
                raise RuntimeError("a look that shows something new has changed nothing")
            self._open.append(changed)
        else:
            changed = self._parts.desk.act(self._open.popleft().id, "close", "bench", "it is gone")
        self.committed[changed.id, changed.version] = self._parts.clock.now()


async def latency(
    parts: Parts,
    *,
    per_s: float,
    seconds: float,
    first: int = 0,
    progress: Callable[[float], None] = lambda _: None,
) -> Latency:
    """Change incidents `per_s` times a second for so long while the courier runs; things are numbered from `first`."""
    script, stop = _Script(parts, first), asyncio.Event()
    running = asyncio.create_task(parts.courier.run(stop))
    loop = asyncio.get_running_loop()
    try:
        began = loop.time()
        for count in range(round(per_s * seconds)):
            await asyncio.sleep(max(0.0, began + count / per_s - loop.time()))
            await asyncio.to_thread(script.step)
            parts.courier.poke()
            progress(loop.time() - began)
        took = loop.time() - began
        await _settled(parts, loop.time() + _LAST_S)
    finally:
        stop.set()
        await running
    waits = _waits(parts, script)
    p50, p95, p99, worst = np.percentile(waits, [50, 95, 99, 100])
    return Latency(
        deliveries=len(waits),
        per_s=len(waits) / took,
        p50_ms=float(p50),
        p95_ms=float(p95),
        p99_ms=float(p99),
        worst_ms=float(worst),
    )


async def _settled(parts: Parts, until: float) -> None:
    loop = asyncio.get_running_loop()
    while loop.time() < until:
        with parts.store.read() as reader:
            if not reader.count_deliveries().get(DeliveryState.PENDING):
                return
        await asyncio.sleep(_TICK_S)


def _waits(parts: Parts, script: _Script) -> list[float]:
    """Return milliseconds, one a change."""
    waits = []
    with parts.store.read() as reader:
        for (incident_id, version), at in script.committed.items():
            rows = reader.deliveries(incident_id=incident_id, receiver=RECEIVER)
            row = next((one for one in rows if one.incident_version == version), None)
            if row is None or row.accepted_at is None:
                raise GridwatchError(
                    f"version {version} of {incident_id} was not accepted within {_LAST_S:.0f} s"
                )
            waits.append(1000 * (row.accepted_at - at).total_seconds())
    return waits
