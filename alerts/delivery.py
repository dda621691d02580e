"""The courier: takes what is due out of the outbox, has it sent, and writes down what came of it.

At least once, in order per incident and receiver: the store gives out only the head of each queue,
and one courier runs per store. A process that dies between a receiver's 2xx and the commit sends
the same bytes with the same id again. A committed change pokes the courier, so the way from commit
to receiver is one query and one request. Results that arrive together are committed together.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress

import structlog

from alerts.receivers import Lookup
from alerts.recovery import Reach
from alerts.retry import Answer, Decision, Lane, decide
from alerts.sending import Sender
from alerts.settling import Accepting, Result, Settling
from alerts.store.base import Attempt, Delivery, Store
from core.clock import Clock
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery as DeliverySettings
from core.errors import StoreError
from core.secrets import Secrets

log = structlog.get_logger(__name__)

IDLE_S = 1.0  # retries fall due by themselves; this often somebody looks
FAULT_S = 60.0  # what a fault of our own left undone is not tried before
STOP_S = 3.0  # what is under way may end within this; after it, it is sent again at the next start


class Courier:
    """Delivers what the outbox of `store` holds for `receivers`.

    `desk` is told of acceptances in the transaction in which they are written down, in a worker thread;
    `changed` is called in the event loop after it. `lookup` replaces the machine's resolver in tests.
    """

    def __init__(
        self,
        store: Store,
        receivers: Sequence[Receiver],
        secrets: Secrets,
        settings: DeliverySettings,
        clock: Clock,
        rng: random.Random,
        *,
        desk: Accepting | None = None,
        changed: Callable[[], None] = lambda: None,
        lookup: Lookup | None = None,
    ) -> None:
        self._store = store
        self._receivers = {receiver.name: receiver for receiver in receivers}
        self._secrets = secrets
        self._settings = settings
        self._clock = clock
        self._rng = rng
        self._lookup = lookup
        # One slow receiver may take all but a part of what is in flight.
        most = settings.in_flight if len(receivers) == 1 else max(1, settings.in_flight * 3 // 4)
        self._reach = dict.fromkeys(self._receivers, Reach())
        self._lanes = {r.name: Lane.open(r.rate.places(most)) for r in receivers}
        self._senders: dict[str, Sender] = {}
        self._in_flight: dict[str, tuple[str, asyncio.Task[None]]] = {}  # delivery id -> receiver, task
        self._answered: set[str] = set()  # of these, what is being written down
        self._settling = Settling(store, desk, changed=changed)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poked = asyncio.Event()
        self.outcomes: Counter[str] = Counter()  # attempts by outcome, for /metrics

    def poke(self) -> None:
        """Say that something may be due now. From any thread; before `run` it is not needed."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has just ended: nothing to wake
                loop.call_soon_threadsafe(self._poked.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; what is under way then gets a moment to end."""
        self._loop = asyncio.get_running_loop()
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self._poked.clear()
                try:
                    await self._start_due()
                except StoreError as error:
                    log.warning("outbox could not be read", error=str(error))
                poked = asyncio.create_task(self._poked.wait())
                await asyncio.wait({stopping, poked}, timeout=IDLE_S, return_when=asyncio.FIRST_COMPLETED)
                poked.cancel()
        finally:
            stopping.cancel()
            self._loop = None
            await self._finish(STOP_S)
            await self.close()

    async def once(self) -> int:
        """Try what is due now, once each, and wait for it; return how many attempts were made."""
        started = await self._start_due()
        await self._finish(None)
        return started

    async def close(self) -> None:
        """Close every connection."""
        senders, self._senders = self._senders, {}
        for sender in senders.values():
            await sender.close()

    async def _start_due(self) -> int:
        now = self._clock.now()
        wanted: dict[str, int] = {}
        for name, lane in self._lanes.items():
            free = min(lane.free(self._sending(name), now), self._room())
            if free > 0:
                wanted[name] = free
        if not wanted:
            return 0
        # What is in flight is still pending, so it is left out; also what ends while we ask, for the
        # answer may be older than its end.
        due = await asyncio.to_thread(self._ask, wanted, frozenset(self._in_flight))
        started = 0
        for name, rows in due.items():
            for row in rows[: max(0, self._room())]:
                self._start(name, row)
                started += 1
        return started

    def _sending(self, name: str) -> int:
        """Return how many attempts of a receiver wait for its answer."""
        return sum(
            receiver == name and delivery_id not in self._answered
            for delivery_id, (receiver, _) in self._in_flight.items()
        )

    def _room(self) -> int:
        """Return how many more attempts may begin: while answers are written down, others are sent."""
        most, under_way = self._settings.in_flight, len(self._in_flight)
        return min(most - (under_way - len(self._answered)), 2 * most - under_way)

    def _ask(self, wanted: Mapping[str, int], flying: Collection[str]) -> dict[str, tuple[Delivery, ...]]:
        with self._store.read() as reader:
            now = self._clock.now()
            return {
                name: reader.due_deliveries(now, limit, receiver=name, without=flying)
                for name, limit in wanted.items()
            }

    def _start(self, name: str, delivery: Delivery) -> None:
        sender = self._senders.get(name)
        if sender is None:
            receiver = self._receivers[name]
            sender = self._senders[name] = Sender(
                receiver,
                secrets=self._secrets,
                clock=self._clock,
                most=self._settings.in_flight,
                lookup=self._lookup,
            )
        task = asyncio.create_task(self._deliver(sender, delivery), name=f"deliver {delivery.id}")
        self._in_flight[delivery.id] = (name, task)

    async def _deliver(self, sender: Sender, delivery: Delivery) -> None:
        try:
            began = self._clock.now()
            answer = await sender.attempt(delivery)
            self._answered.add(delivery.id)
            self._poked.set()  # the receiver is free for another
            decision = self._judge(delivery, answer)
            attempt = Attempt(
                delivery_id=delivery.id,
                number=delivery.attempts + 1,
                at=began,
                took_s=answer.took_s,
                status=answer.status,
                outcome=decision.outcome,
                detail=answer.detail,
                case_number=answer.case_number,
            )
            reach, back = self._reach[delivery.receiver].after(answer, self._clock.now())
            self._reach[delivery.receiver] = reach
            result = Result(delivery=delivery, attempt=attempt, answer=answer, decision=decision, back=back)
            await self._settling.keep(result)
            self.outcomes[decision.outcome] += 1
            _tell(result)
        except StoreError as error:
            # Still pending: tried again with the same id, but not at once, for the database is ill.
            log.warning("attempt not written down", delivery=delivery.id, error=str(error))
            await asyncio.sleep(IDLE_S)
        except Exception:  # a fault of our own in one delivery must neither stop nor hurry the others
            log.exception("attempt broken off by a fault", delivery=delivery.id, receiver=delivery.receiver)
            await asyncio.sleep(FAULT_S)
        finally:
            self._in_flight.pop(delivery.id, None)
            self._answered.discard(delivery.id)
            self._poked.set()  # a place is free, and the next version of this incident may go

    def _judge(self, delivery: Delivery, answer: Answer) -> Decision:
        ended_at = self._clock.now()
        self._lanes[delivery.receiver] = self._lanes[delivery.receiver].after(answer, ended_at)
        return decide(
            answer,
            tries=delivery.attempts + 1 - delivery.spent,
            ended_at=ended_at,
            settings=self._settings,
            jitter=self._rng.random(),
        )

    async def _finish(self, within_s: float | None) -> None:
        """Wait for what is under way; what takes longer is broken off, and sent again another time."""
        tasks = {task for _, task in self._in_flight.values()}
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=within_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _tell(result: Result) -> None:
    """Log what an operator can do something about; what is in order goes to the ledger only."""
    delivery, decision = result.delivery, result.decision
    said = {"delivery": delivery.id, "receiver": delivery.receiver, "detail": result.attempt.detail}
    if decision.disable:
        log.error("receiver disabled: it answered 410; enable it when it is back", **said)
    elif decision.outcome == "gave_up":
        log.error("delivery given up; replay it when the receiver works", **said)
    elif decision.outcome == "refused":
        log.error("delivery refused by our own settings", **said)
    elif decision.outcome == "retry":
        log.info("delivery will be tried again", attempt=result.attempt.number, **said)
