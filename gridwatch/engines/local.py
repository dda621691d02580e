"""The engine of one machine: starts looks when the schedule says so and runs each through the pipeline.

One asyncio loop. What blocks (the detector, the database, SOAP, decoding) runs in threads that its
owners bound. The schedule is pure and decides; this file only carries out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

import structlog

from core.clock import Clock
from core.config.camera import Camera
from core.look import LookFailure, LookFailureKind, LookReason, LookRequest, LookWish
from detectors.gate import Gate
from gridwatch.engines.headway import Headway
from gridwatch.pipeline import Looked, Pipeline
from ingest.schedule import OnTime, Schedule
from ingest.wishes import Asked

log = structlog.get_logger(__name__)

IDLE_S = 0.5  # the longest sleep: new cameras and wishes wake the loop earlier
BREATH_S = 0.02  # the shortest: at a hundred looks a second, one round starts and ends several
DRAIN_S = 6.0  # looks under way at a stop get this long to end

Ended = Looked | LookFailure


class LocalEngine:
    """Runs looks until told to stop."""

    def __init__(
        self,
        *,
        schedule: Schedule,
        pipeline: Pipeline,
        clock: Clock,
        on_end: Callable[[Ended], None],
        headway: Headway,
        waiting: Callable[[], int],
    ) -> None:
        """`waiting`: pictures that wait for the detector now.

        Where `headway` has no room no look starts: the schedule keeps its order, and what it cannot do in time is
        told as missed.
        """
        self._schedule = schedule
        self._pipeline = pipeline
        self._clock = clock
        self._on_end = on_end
        self._headway = headway
        self._pictures = waiting
        self._wake = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], LookRequest] = {}
        self._waiting: dict[str, list[asyncio.Future[Ended]]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Start looks as the schedule decides, until `stop`; then let those under way end."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                now = self._clock.monotonic()
                for request in self._schedule.start(now, most=self._headway.free(now, self._pictures())):
                    self._headway.begun(request.camera_id, now)
                    task = asyncio.create_task(self._one(request))
                    self._under_way[task] = request
                    task.add_done_callback(self._under_way.pop)
                for request, kind in self._schedule.given_up(now):
                    # the desk asks again at its next tick; an operator is told by his own time-out
                    log.info(
                        "look.given_up", camera=request.camera_id, reason=request.reason.value, why=kind.value
                    )
                await self._sleep(now, stopping)
        finally:
            stopping.cancel()
            await self._drain()

    def ask(self, wishes: Sequence[LookWish]) -> None:
        """Turn wishes into look requests."""
        now = self._clock.monotonic()
        for wish in wishes:
            asked = self._schedule.ask(
                LookRequest(
                    camera_id=wish.camera_id,
                    not_before=now + wish.after_s,
                    deadline=now + wish.after_s + wish.within_s,
                    reason=wish.reason,
                    incident_id=wish.incident_id,
                )
            )
            if (
                asked is Asked.UNKNOWN_CAMERA
            ):  # removed meanwhile, or watched: its stream brings pictures anyway
                log.info("look.not_scheduled", camera=wish.camera_id, reason=wish.reason.value)
        if wishes:
            self._wake.set()

    async def look_now(self, camera_id: str, *, within_s: float = 10.0) -> Ended | None:
        """Ask for a look on behalf of an operator and wait for its end.

        Returns None when nothing came within `within_s` seconds: the budgets were full. The look stays asked for.
        """
        future: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(camera_id, []).append(future)
        self.ask(
            [LookWish(camera_id=camera_id, after_s=0, within_s=within_s / 2, reason=LookReason.OPERATOR)]
        )
        try:
            return await asyncio.wait_for(future, within_s)
        except TimeoutError:
            return None
        finally:
            waiting = self._waiting.get(camera_id, [])
            if future in waiting:
                waiting.remove(future)

    async def take(self, ended: Ended) -> None:
        """Record the end of a look that the schedule did not start (a watched camera's picture)."""
        self._tell(ended)

    def report(self) -> OnTime:
        """Return who was looked at on time since the start."""
        return self._schedule.report(self._clock.monotonic())

    def occupy(self, camera: Camera) -> bool:
        """Charge a watched camera's warm stream to the budgets; False when they have no room for it."""
        return self._schedule.occupy(camera.access.budget_key, camera.owner)

    def vacate(self, camera: Camera) -> None:
        """Give a warm stream's session back."""
        self._schedule.vacate(camera.access.budget_key, camera.owner)
        self._wake.set()

    def try_again(self, camera_ids: Sequence[str], per_s: float) -> None:
        """Look at these cameras again, so many a second, however long they were to be left alone."""
        now = self._clock.monotonic()
        for i, camera_id in enumerate(camera_ids):
            self._schedule.retry(camera_id, now + i / per_s)
        self._wake.set()

    def resting(self) -> tuple[str, ...]:
        """Return the hosts that are left alone because nobody answered there, by budget key."""
        return self._schedule.resting()

    def poke(self) -> None:
        """Wake the loop: the plan has changed."""
        self._wake.set()

    @property
    def under_way(self) -> int:
        """Looks under way."""
        return len(self._under_way)

    async def _one(self, request: LookRequest) -> None:
        kind: LookFailureKind | None = None
        detected = False
        try:
            ended = await self._pipeline.run(request)
            kind = ended.kind if isinstance(ended, LookFailure) else None
            detected = went_to_the_detector(ended)
        except asyncio.CancelledError:
            kind = LookFailureKind.INTERNAL
            raise
        except Exception as error:  # one camera's trouble must not end the loop that looks at all the others
            log.exception("look.broke", camera=request.camera_id, error=str(error))
            kind = LookFailureKind.INTERNAL
        else:
            self._tell(ended)
        finally:
            self._headway.ended(request.camera_id, detected=detected)
            self._schedule.finished(request, kind, self._clock.monotonic())
            self._wake.set()

    def _tell(self, ended: Ended) -> None:
        if isinstance(ended, Looked):
            self.ask(ended.decision.wishes)
        for future in self._waiting.pop(camera_of(ended), []):
            if not future.done():
                future.set_result(ended)
        self._on_end(ended)  # last: who listens may fail, and then nobody waits for an answer that has come

    async def _sleep(self, now: float, stopping: asyncio.Task[Literal[True]]) -> None:
        due = self._schedule.next_due(now)
        wait = IDLE_S if due is None else min(IDLE_S, max(BREATH_S, due - now))
        waking = asyncio.create_task(self._wake.wait())
        await asyncio.wait({waking, stopping}, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
        waking.cancel()
        left = BREATH_S - (self._clock.monotonic() - now)
        if left > 0 and not stopping.done():
            await asyncio.wait({stopping}, timeout=min(left, BREATH_S))
        self._wake.clear()

    async def _drain(self) -> None:
        tasks = set(self._under_way)
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=DRAIN_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def went_to_the_detector(ended: Ended) -> bool:
    """Return whether its picture was given to the detector, or turned away there."""
    if isinstance(ended, LookFailure):
        return ended.kind is LookFailureKind.NO_BUDGET
    return ended.gate is not Gate.UNCHANGED


def camera_of(ended: Ended) -> str:
    """Return whose look it was."""
    return ended.camera_id if isinstance(ended, LookFailure) else ended.frame.camera_id
