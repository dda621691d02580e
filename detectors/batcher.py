"""Batches across cameras: pictures wait a little for company, never for long, and never without bound.

One worker thread runs the detector; while it works, pictures gather. A batch leaves when it is full
or its oldest picture has waited `wait_ms`. It is filled fairly: first what somebody waits for, then one
picture of every camera, then the second ones, so that a camera on a warm stream cannot keep the patrol
out. When the waiting room is full, the oldest patrol picture goes: a newer look at that street is on
its way, while a confirming look is the only one of its kind.

A picture that is looked at in tiles as well counts as so many pictures, in the batch and in the budget,
and is never torn apart: its tiles go with it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

from core.clock import Clock
from core.detection import Detections
from core.errors import GridwatchError
from core.frame import Frame, Image
from core.look import LookReason
from detectors.tiles import Plan

_SHED_FIRST = (LookReason.PATROL, LookReason.EVENT)  # then whatever is oldest
_WAITED_FOR = frozenset({LookReason.CONFIRM, LookReason.VERIFY, LookReason.OPERATOR})


class Sees(Protocol):
    """What the batcher needs of a detector."""

    def detect(self, images: Sequence[Image], plans: Sequence[Plan | None] = ()) -> list[Detections]:
        """Return what is in each picture, in order; `plans` as in `detectors.yolo`."""
        ...

    def close(self) -> None:
        """Free the network."""
        ...


class Shed(GridwatchError):
    """This picture was not looked at by the detector: too many waited, or the batcher is closing."""

    retry = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Counters:
    """What was done since the start."""

    pictures: int = 0  # given to the detector
    tiles: int = 0  # of these pictures, given to the detector beside them
    tiles_left_out: int = 0  # that a plan's bound cost
    batches: int = 0
    shed: int = 0  # turned away for want of room
    failed: int = 0  # in batches in which the detector broke
    infer_s: float = 0.0  # in the detector: letterbox, network, NMS


@dataclass(eq=False, slots=True)
class _Waiting:
    frame: Frame
    since: float
    answer: asyncio.Future[Detections]
    plan: Plan | None

    @property
    def cost(self) -> int:
        return 1 if self.plan is None else self.plan.cost


class Batcher:
    """Owns `detector` from now on: it runs in one thread and is closed by `close`.

    batch: most pictures at once, tiles included, unless one picture alone has more. wait_ms: longest wait
    of a picture for company while the worker is idle. waiting: most pictures that wait; above it pictures
    are shed and counted. per_s: most pictures, tiles included, given to the detector in a second, so that
    it leaves something of a shared machine to others.
    """

    def __init__(
        self,
        detector: Sees,
        *,
        batch: int,
        wait_ms: float,
        waiting: int,
        clock: Clock,
        per_s: float = float("inf"),
    ) -> None:
        self._detector = detector
        self._batch = batch
        self._wait_s = wait_ms / 1000
        self._room = waiting
        self._per_s = per_s
        self._rests_until = float("-inf")
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._counters = Counters()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="detector")
        self._arrived = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    @property
    def counters(self) -> Counters:
        """What was done since the start."""
        return self._counters

    @property
    def waiting(self) -> int:
        """How many pictures wait now."""
        return len(self._waiting)

    async def detect(self, frame: Frame, plan: Plan | None = None) -> Detections:
        """Return what is in the picture, looked at in the tiles of `plan` as well.

        Raises Shed when it had to make room, and whatever the detector raised on its batch.
        """
        if self._closing:
            raise Shed("the detector is being closed")
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="batcher")
        answer: asyncio.Future[Detections] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(frame, self._clock.monotonic(), answer, plan))
        if len(self._waiting) > self._room:
            self._make_room()
        self._arrived.set()
        return await answer

    async def close(self) -> None:
        """Finish the batch under way, turn away what waits, stop the thread, close the detector."""
        if self._closing:
            return
        self._closing = True
        self._arrived.set()
        if self._task is not None:
            await self._task
        for one in self._waiting:
            _answer(one, Shed("the detector is being closed"))
        self._waiting.clear()
        await asyncio.to_thread(self._pool.shutdown)
        self._detector.close()

    async def _work(self) -> None:
        while not self._closing:
            await self._arrived.wait()
            await self._gather()
            batch = self._take() if not self._closing else []
            if batch:
                await self._run(batch)
            if self._waiting:
                self._arrived.set()  # the rest of a full room is not new, but it is there
            else:
                self._arrived.clear()

    async def _gather(self) -> None:
        """Wait until the batch is full or its oldest picture has waited long enough, and the pace allows it."""
        while self._waiting and not self._closing:
            now = self._clock.monotonic()
            full = sum(one.cost for one in self._waiting) >= self._batch
            due = now if full else self._waiting[0].since + self._wait_s
            left = max(due, self._rests_until) - now
            if left <= 0:
                return
            self._arrived.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), left)

    def _take(self) -> list[_Waiting]:
        """Take the next batch out of the waiting room."""
        alive = [one for one in self._waiting if not one.answer.done()]  # a waiter may have given up
        turns: Counter[str] = Counter()
        ranked = []
        for place, one in enumerate(alive):
            camera = one.frame.camera_id
            ranked.append((one.frame.reason not in _WAITED_FOR, turns[camera], place))
            turns[camera] += 1
        chosen: set[int] = set()
        room = self._batch
        for *_, place in sorted(ranked):
            if chosen and alive[place].cost > room:
                break  # nobody smaller goes before it: it would wait for ever
            chosen.add(place)
            room -= alive[place].cost
        self._waiting = [one for place, one in enumerate(alive) if place not in chosen]
        return [one for place, one in enumerate(alive) if place in chosen]

    async def _run(self, batch: list[_Waiting]) -> None:
        started = self._clock.monotonic()
        self._rests_until = started + sum(one.cost for one in batch) / self._per_s
        images, plans = [one.frame.image for one in batch], [one.plan for one in batch]
        counters = self._counters
        try:
            answers = await asyncio.get_running_loop().run_in_executor(
                self._pool, self._detector.detect, images, plans
            )
            answered = list(zip(batch, answers, strict=True))
        except Exception as error:  # noqa: BLE001 - whatever breaks belongs to the waiters; the worker goes on
            counters = replace(counters, failed=counters.failed + len(batch))
            for one in batch:
                _answer(one, error)
        else:
            for one, detections in answered:
                _answer(one, detections)
        self._counters = replace(
            counters,
            pictures=counters.pictures + len(batch),
            tiles=counters.tiles + sum(one.cost - 1 for one in batch),
            tiles_left_out=counters.tiles_left_out + sum(plan.left_out for plan in plans if plan),
            batches=counters.batches + 1,
            shed=self._counters.shed,
            infer_s=counters.infer_s + self._clock.monotonic() - started,
        )

    def _make_room(self) -> None:
        """Turn away the oldest patrol picture, or failing that event picture, or else the oldest."""
        self._waiting = [one for one in self._waiting if not one.answer.done()]
        if len(self._waiting) <= self._room:
            return
        for reason in _SHED_FIRST:
            victim = next((one for one in self._waiting if one.frame.reason is reason), None)
            if victim is not None:
                break
        else:
            victim = self._waiting[0]
        self._waiting.remove(victim)
        self._counters = replace(self._counters, shed=self._counters.shed + 1)
        _answer(victim, Shed(f"{self._room} pictures wait for the detector already; this one made room"))


def _answer(one: _Waiting, answer: Detections | Exception) -> None:
    if one.answer.done():
        return
    if isinstance(answer, Exception):
        one.answer.set_exception(answer)
    else:
        one.answer.set_result(answer)
