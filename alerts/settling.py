"""Writing down what came of attempts: results that arrive together are one transaction.

One commit per delivery would make the database the limit; waiting for a full batch would make the
last one late. So whoever comes while a commit is under way goes into the next one. What an acceptance
changes (reported, with a case number) is in the same transaction: no crash can part the two.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import structlog

from alerts.retry import Answer, Decision
from alerts.store.base import Attempt, Delivery, NewEvent, Settled, Store, Writer
from core.errors import GridwatchError, StoreError

log = structlog.get_logger(__name__)


class Acceptance(Protocol):
    """An open transaction in which acceptances change incidents."""

    writer: Writer

    def note(self, delivery: Delivery, case_number: str | None) -> None:
        """Note that a receiver took a delivery, and under which number of its own."""
        ...


class Accepting(Protocol):
    """Who is told of acceptances (the desk), in the very transaction in which they are written down."""

    def accepting(self, incident_ids: Sequence[str]) -> AbstractContextManager[Acceptance]:
        """Open a transaction about these incidents: committed at the end of the block, rolled back when it raises."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One attempt and what follows from it."""

    delivery: Delivery
    attempt: Attempt
    answer: Answer
    decision: Decision
    back: bool = False  # the receiver has just come back: what waits for it is due


class Settling:
    """Keeps results in the store, several at a time; lives inside one event loop."""

    def __init__(
        self, store: Store, desk: Accepting | None, *, changed: Callable[[], None] = lambda: None
    ) -> None:
        """`changed` is called in the event loop after acceptances were committed: incidents may have changed."""
        self._store = store
        self._desk = desk
        self._changed = changed
        self._waiting: list[tuple[Result, asyncio.Future[None]]] = []
        self._working: asyncio.Task[None] | None = None

    async def keep(self, result: Result) -> None:
        """Return when the result is committed; StoreError when it could not be."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((result, done))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        await done

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                failures = await asyncio.to_thread(self._commit, [result for result, _ in batch])
                for (_, done), failure in zip(batch, failures, strict=True):
                    if done.done():  # cancelled: the courier is stopping
                        continue
                    if failure is None:
                        done.set_result(None)
                    else:
                        done.set_exception(failure)
                if any(result.answer.accepted for result, _ in batch):
                    self._changed()
        finally:
            self._working = None

    def _commit(self, results: Sequence[Result]) -> list[StoreError | None]:
        """Commit all at once; where that fails, one by one, so that one bad row fails alone."""
        try:
            self._write(results)
        except Exception as error:  # noqa: BLE001 - somebody waits for every result: each gets an answer
            if len(results) == 1:
                return [self._alone(results[0], error)]
            return [self._commit([result])[0] for result in results]
        return [None] * len(results)

    def _alone(self, result: Result, error: Exception) -> StoreError | None:
        """Settle what was accepted without its consequences, where only these are refused.

        A bug in them must not send an accepted webhook again for ever. What the database did not take
        stays pending, and is sent and told again.
        """
        if isinstance(error, StoreError):
            return error
        if not result.answer.accepted or self._desk is None:
            return StoreError(f"{type(error).__name__}: {error}")
        if isinstance(error, GridwatchError):
            log.warning("acceptance not applied", delivery=result.delivery.id, error=str(error))
        else:
            log.error("acceptance not applied", delivery=result.delivery.id, exc_info=error)
        try:
            with self._store.write() as writer:
                _put(writer, [result])
        except Exception as worse:  # noqa: BLE001 - as in `_commit`
            return worse if isinstance(worse, StoreError) else StoreError(f"{type(worse).__name__}: {worse}")
        return None

    def _write(self, results: Sequence[Result]) -> None:
        accepted = [result for result in results if result.answer.accepted]
        if self._desk is None or not accepted:
            with self._store.write() as writer:
                _put(writer, results)
            return
        about = list({result.delivery.incident_id for result in accepted})
        with self._desk.accepting(about) as acceptance:
            for result in accepted:
                acceptance.note(result.delivery, result.answer.case_number)
            _put(acceptance.writer, results)


def _put(writer: Writer, results: Sequence[Result]) -> None:
    writer.settle_all(
        [
            Settled(attempt=result.attempt, state=result.decision.state, next_at=result.decision.next_at)
            for result in results
        ]
    )
    for result in results:
        if result.decision.disable:
            reason = f"answered {result.attempt.status} to {result.delivery.id}"
            writer.disable_receiver(result.delivery.receiver, reason)
        if result.back:
            _bring_forward(writer, result)
    # a retry is news to nobody
    writer.add_events([_event(result) for result in results if result.decision.next_at is None])


def _bring_forward(writer: Writer, result: Result) -> None:
    late = writer.hasten(result.delivery.receiver, result.attempt.at)
    if late:
        log.info(
            "receiver is back; what waited for it goes now", receiver=result.delivery.receiver, heads=late
        )


def _event(result: Result) -> NewEvent:
    delivery, attempt, decision = result.delivery, result.attempt, result.decision
    data = {
        "receiver": delivery.receiver,
        "incident_id": delivery.incident_id,
        "state": decision.state.value,
        "outcome": decision.outcome,
        "status": attempt.status,
    }
    return NewEvent(at=attempt.at, kind="delivery", ref=delivery.id, data=data)
