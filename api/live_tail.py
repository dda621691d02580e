"""The newest live events, read once for all connections and written as text once.

Thirty consoles that each read the journal at each of twenty changes a second would be six hundred reads; here they
are at most five, however many listen. What is older than the tail, for a console that comes back after a cut, is read
from the store by whoever asks.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from starlette.concurrency import run_in_threadpool

from alerts.store.base import LiveEvent

KEPT = 5_000  # events in memory, about half a kilobyte each
PACE_S = 0.2  # between two readings: what comes meanwhile goes out together
AT_ONCE = 500  # events in one question to the store, and in one answer of `Tail.after`
Read = Callable[[int, int], Sequence[LiveEvent]]  # (after, limit) -> events, oldest first


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event with its texts, each made when it is first asked for."""

    event: LiveEvent

    @property
    def seq(self) -> int:
        """Its number."""
        return self.event.seq

    @cached_property
    def row(self) -> str:
        """Return it as one JSON object."""
        e = self.event
        told = {"seq": e.seq, "kind": e.kind, "ref": e.ref, "at": e.at.isoformat(), "data": e.data}
        return _json(told)

    @cached_property
    def lines(self) -> str:
        """Return it as one event of a stream."""
        e = self.event
        body = _json({"ref": e.ref, "at": e.at.isoformat(), **e.data})
        return f"id: {e.seq}\nevent: {e.kind}\ndata: {body}\n\n"


@dataclass(kw_only=True)
class Tail:
    """Lives inside one event loop. `read` blocks; it is called in a worker thread, once at a time."""

    read: Read
    pace_s: float = PACE_S
    _kept: deque[Told] = field(default_factory=lambda: deque(maxlen=KEPT), init=False)
    _end: int | None = field(default=None, init=False)  # number of the newest known; None: nothing was read
    _next: asyncio.Task[None] | None = field(default=None, init=False)  # a reading that has not begun
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _read_at: float = field(default=float("-inf"), init=False)
    _joined: tuple[tuple[Told, ...], str] = field(default=((), "[]"), init=False)

    def begin(self, newest: int) -> None:
        """Say which event is the newest; whoever comes first does."""
        if self._end is None:
            self._end = newest

    async def after(self, seq: int) -> Sequence[Told]:
        """Return what was told after a number, at most AT_ONCE, as the store is when or after this is called."""
        await self._refresh()
        first = self._kept[0].seq if self._kept else (self._end or 0) + 1
        if seq < first - 1:  # older than what is kept
            return [Told(event=event) for event in await run_in_threadpool(self.read, seq, AT_ONCE)]
        newer = (told for told in self._kept if told.seq > seq)
        return list(islice(newer, AT_ONCE))

    def joined(self, told: Sequence[Told]) -> str:
        """Return events as one JSON list; the same for many listeners is made once."""
        these = tuple(told)  # not their numbers: a beat has that of the event before it
        if these != self._joined[0]:
            self._joined = these, f"[{','.join(one.row for one in told)}]"
        return self._joined[1]

    async def _refresh(self) -> None:
        """Wait for a reading that begins from now on; whoever comes before it begins shares it."""
        if self._next is None:
            self._next = asyncio.create_task(self._take())
        await asyncio.shield(self._next)

    async def _take(self) -> None:
        async with self._reading:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._read_at + self.pace_s - loop.time()))
            self._next = None  # what is committed from here on may be missed by this one
            self._read_at = loop.time()
            while True:
                end = self._end or 0
                found = await run_in_threadpool(self.read, end, AT_ONCE)
                self._kept.extend(Told(event=event) for event in found)
                if found:
                    self._end = found[-1].seq
                if len(found) < AT_ONCE:
                    return


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
