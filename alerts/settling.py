"""Writing down what came of attempts: results that arrive together are one transaction.

One commit per delivery would make the database the limit; waiting for a full batch would make the
last one late. So whoever comes while a commit is under way goes into the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from alerts.retry import Answer, Decision
from alerts.store.base import Attempt, Delivery, Json, Store, Writer
from core.errors import GridwatchError, StoreError

log = structlog.get_logger(__name__)

OnAccepted = Callable[[Delivery, Json], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One attempt and what follows from it."""

    delivery: Delivery
    attempt: Attempt
    answer: Answer
    decision: Decision


class Settling:
    """Keeps results in the store, several at a time; lives inside one event loop."""

    def __init__(self, store: Store, on_accepted: OnAccepted | None) -> None:
        self._store = store
        self._on_accepted = on_accepted
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
        finally:
            self._working = None

    def _commit(self, results: Sequence[Result]) -> list[StoreError | None]:
        """Commit all at once; where that fails, one by one, so that one bad row fails alone."""
        try:
            self._write(results)
        except Exception as error:  # noqa: BLE001 - somebody waits for every result: each gets an answer
            if len(results) == 1:
                if isinstance(error, StoreError):
                    return [error]
                return [StoreError(f"{type(error).__name__}: {error}")]
            return [self._commit([result])[0] for result in results]
        return [None] * len(results)

    def _write(self, results: Sequence[Result]) -> None:
        for result in results:
            if result.answer.accepted and self._on_accepted is not None:
                self._tell(self._on_accepted, result)
        with self._store.write() as writer:
            for result in results:
                _put(writer, result)

    def _tell(self, on_accepted: OnAccepted, result: Result) -> None:
        try:
            on_accepted(result.delivery, dict(result.answer.json))
        except StoreError:
            raise  # not told, so not settled either: it is sent and told again
        except GridwatchError as error:
            log.warning("acceptance not applied", delivery=result.delivery.id, error=str(error))
        except Exception:  # a bug in whoever listens must not send an accepted webhook again for ever
            log.exception("acceptance not applied", delivery=result.delivery.id)


def _put(writer: Writer, result: Result) -> None:
    delivery, attempt, decision = result.delivery, result.attempt, result.decision
    writer.settle(attempt, state=decision.state, next_at=decision.next_at)
    if decision.disable:
        writer.disable_receiver(delivery.receiver, f"answered {attempt.status} to {delivery.id}")
    if decision.next_at is None:  # a retry is news to nobody
        data = {
            "receiver": delivery.receiver,
            "incident_id": delivery.incident_id,
            "state": decision.state.value,
            "outcome": decision.outcome,
            "status": attempt.status,
        }
        writer.add_event(attempt.at, "delivery", delivery.id, data)
