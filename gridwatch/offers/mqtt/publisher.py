"""The live events to a broker: in order, at least once, going on where the last process stopped.

The journal of live events is the queue: a batch of it is read, published, and the position kept in the
store when the broker has said that it has everything. So an outage of the broker costs nothing that
the journal still has (100,000 events), and memory holds one batch whatever happens.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import structlog

from alerts.store.base import LiveEvent, Store
from core.errors import GridwatchError
from gridwatch.offers.mqtt.letters import Letter, letters
from gridwatch.offers.mqtt.line import IN_FLIGHT, CutOff, Line
from ingest.backoff import full_jitter

log = structlog.get_logger(__name__)

BOOKMARK = "mqtt"
BATCH = 500  # events read at once
IDLE_S = 5.0  # whoever forgets to ring is noticed so much later
FIRST_WAIT_S = 1.0
_FIRST = asyncio.FIRST_COMPLETED


class Publisher:
    """Follows the journal. `counts`: published (messages), cut_off (connections), lost (events)."""

    def __init__(
        self,
        store: Store,
        connect: Callable[[], AbstractAsyncContextManager[Line]],
        *,
        prefix: str,
        retain: bool,
        most_wait_s: float,
        listen: Callable[[], asyncio.Event],
        rng: random.Random,
    ) -> None:
        """`listen` returns what is set when something was committed."""
        self._store = store
        self._connect = connect
        self._prefix = prefix
        self._retain = retain
        self._most_wait_s = most_wait_s
        self._listen = listen
        self._rng = rng
        self._counts: Counter[str] = Counter()
        self.position = 0  # the last event that the broker has
        self.connected = False

    @property
    def counts(self) -> Mapping[str, int]:
        """What has happened since the start."""
        return self._counts

    async def run(self, stop: asyncio.Event) -> None:
        """Publish until `stop`; a broker that is away is tried again, ever more slowly."""
        failures = 0
        while not stop.is_set():
            try:
                self.position = await asyncio.to_thread(self._begin)
                async with self._connect() as line:
                    self.connected = True
                    log.info("mqtt.connected", position=self.position, after_failures=failures)
                    failures = 0
                    await self._follow(line, stop)
            except GridwatchError as error:  # the broker's, or the store's: both may come back
                failures += 1
                self._counts["cut_off"] += isinstance(error, CutOff)
                if failures in {1, 10} or failures % 100 == 0:
                    log.warning("mqtt.cut_off", error=str(error), failures=failures, position=self.position)
            finally:
                self.connected = False
            wait_s = full_jitter(failures, first_s=FIRST_WAIT_S, most_s=self._most_wait_s, rng=self._rng)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait_s)

    async def _follow(self, line: Line, stop: asyncio.Event) -> None:
        """Publish what is new until `stop`; CutOff when the line is lost."""
        async with _running(line.lost()) as lost, _running(stop.wait()) as stopped:
            while not stop.is_set():
                rung = self._listen()  # before reading: what is committed in between rings, too
                events = await asyncio.to_thread(self._since)
                for start in range(0, len(events), IN_FLIGHT):
                    if not await self._publish(line, events[start : start + IN_FLIGHT], lost, stopped):
                        break
                if not events:
                    async with _running(rung.wait()) as ring:
                        await asyncio.wait({ring, lost, stopped}, timeout=IDLE_S, return_when=_FIRST)
                if lost.done():
                    raise CutOff("the connection was lost")

    async def _publish(
        self, line: Line, events: Sequence[LiveEvent], lost: asyncio.Task[Any], stopped: asyncio.Task[Any]
    ) -> bool:
        """Publish some events, and keep the position when the broker has them all.

        Returns False when it was broken off: the line was lost, or the service stops.
        """
        told = [one for event in events for one in letters(event, prefix=self._prefix, retain=self._retain)]
        async with _running(_send_all(line, told)) as sending:
            await asyncio.wait({sending, lost, stopped}, return_when=_FIRST)
            if not sending.done():
                return False
            await sending  # raises what went wrong
        await asyncio.to_thread(self._keep, events[-1].seq)
        self._counts["published"] += len(told)
        return True

    def _begin(self) -> int:
        """Return the position to go on from: the kept one; the newest for who begins, or after a restore."""
        with self._store.read() as reader:
            kept, newest = reader.bookmark(BOOKMARK), reader.last_event_seq()
        seq = kept.get("seq") if kept else None
        if isinstance(seq, int) and 0 <= seq <= newest:
            return seq
        self._keep(newest)
        return newest

    def _since(self) -> Sequence[LiveEvent]:
        """Return the next batch; what the journal has dropped in the meantime is counted and told."""
        with self._store.read() as reader:
            events = reader.events_since(self.position, BATCH)
            oldest = reader.events_since(0, 1)
        dropped = oldest[0].seq - 1 - self.position if oldest else 0
        if dropped > 0:
            self._counts["lost"] += dropped
            log.error(
                "mqtt.lost", events=dropped, hint="the broker was away for longer than the journal goes back"
            )
        return events

    def _keep(self, seq: int) -> None:
        with self._store.write() as writer:
            writer.put_bookmark(BOOKMARK, {"seq": seq})
        self.position = seq


async def _send_all(line: Line, told: Sequence[Letter]) -> None:
    """Send all at once, in order; the first that fails ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            for letter in told:
                group.create_task(line.send(letter))
    except* CutOff as failed:
        raise failed.exceptions[0] from None


@contextlib.asynccontextmanager
async def _running(work: Coroutine[Any, Any, Any]) -> AsyncIterator[asyncio.Task[Any]]:
    """Run something beside the block; what is not done at its end is cancelled, and waited for."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})
