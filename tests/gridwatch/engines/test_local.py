from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import pytest

from alerts.desk import Outcome as Decision
from core.clock import SystemClock
from core.config.settings.looking import Budgets, Looking
from core.look import LookFailure, LookFailureKind, LookReason, LookRequest, LookWish
from gridwatch.engines.headway import Headway
from gridwatch.engines.local import Ended, LocalEngine
from gridwatch.pipeline import Looked
from ingest.schedule import Schedule
from tests.builders import detections, failure, frame


class FakePipeline:
    """Ends each look as the script says."""

    def __init__(self, script: Callable[[LookRequest], Ended]) -> None:
        self.script = script
        self.asked: list[LookRequest] = []

    async def run(self, request: LookRequest) -> Ended:
        """Take the next answer."""
        self.asked.append(request)
        await asyncio.sleep(0)
        return self.script(request)


def looked(request: LookRequest, *wishes: LookWish) -> Looked:
    """A good look that wants more looks."""
    return Looked(
        frame=frame(camera_id=request.camera_id, reason=request.reason),
        detections=detections(),
        sightings=(),
        notes=(),
        decision=Decision(wishes=wishes),
    )


async def run_until(engine: LocalEngine, enough: Callable[[], bool]) -> None:
    """Run the engine until the script is through, two seconds at most."""
    stop = asyncio.Event()
    running = asyncio.create_task(engine.run(stop))
    async with asyncio.timeout(2):
        while not enough():
            await asyncio.sleep(0.005)
    stop.set()
    await running


def engine_of(
    pipeline: FakePipeline, period_s: float = 0.05, *, waiting: Callable[[], int] = lambda: 0
) -> tuple[LocalEngine, list[Ended], Schedule]:
    """An engine over one camera."""
    schedule = Schedule(Budgets(), Looking(), random.Random(1))
    schedule.plan("cam-1", "host", "owner", period_s)
    ended: list[Ended] = []
    return (
        LocalEngine(
            schedule=schedule,
            pipeline=pipeline,  # type: ignore[arg-type] # a fake
            clock=SystemClock(),
            on_end=ended.append,
            headway=Headway(8),
            waiting=waiting,
        ),
        ended,
        schedule,
    )


async def test_a_wish_becomes_a_look_for_its_reason() -> None:
    """What the desk wants confirmed is looked at again, before the next patrol look."""
    wish = LookWish(
        camera_id="cam-1", after_s=0.01, within_s=1, reason=LookReason.CONFIRM, incident_id="inc-1"
    )
    pipeline = FakePipeline(
        lambda request: looked(request, wish) if request.reason is LookReason.PATROL else looked(request)
    )
    engine, _, _ = engine_of(pipeline, period_s=600)
    engine.ask([LookWish(camera_id="cam-1", after_s=0, within_s=1, reason=LookReason.PATROL)])
    await run_until(engine, lambda: any(r.reason is LookReason.CONFIRM for r in pipeline.asked))
    confirming = next(r for r in pipeline.asked if r.reason is LookReason.CONFIRM)
    assert confirming.incident_id == "inc-1"


async def test_one_broken_look_does_not_end_the_loop() -> None:
    """A camera that trips over a bug of ours is counted, and all others are looked at."""
    calls = 0

    def script(request: LookRequest) -> Ended:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise RuntimeError("a bug")
        return looked(request)

    pipeline = FakePipeline(script)
    engine, ended, _ = engine_of(pipeline)
    engine.ask([LookWish(camera_id="cam-1", after_s=0, within_s=1, reason=LookReason.OPERATOR)])
    await run_until(engine, lambda: len(ended) >= 1)
    assert engine.under_way == 0


async def test_no_look_starts_while_the_detector_s_room_is_full() -> None:
    """A picture that would be turned away is not fetched; looking goes on once there is room."""
    pipeline = FakePipeline(looked)
    waiting = [8]
    engine, _, _ = engine_of(pipeline, waiting=lambda: waiting[0])
    stop = asyncio.Event()
    running = asyncio.create_task(engine.run(stop))
    await asyncio.sleep(0.3)
    assert pipeline.asked == []
    waiting[0] = 7
    async with asyncio.timeout(2):
        while not pipeline.asked:
            await asyncio.sleep(0.005)
    stop.set()
    await running
    assert sum(engine.report().total.missed.values()) >= 3  # of the periods meanwhile: told, not forgotten


async def test_an_operator_waits_for_the_look_and_gets_its_end() -> None:
    """The answer is the picture or the named failure, not a promise."""
    pipeline = FakePipeline(lambda request: failure(LookFailureKind.BLACK, camera_id=request.camera_id))
    engine, _, _ = engine_of(pipeline, period_s=600)
    stop = asyncio.Event()
    running = asyncio.create_task(engine.run(stop))
    ended = await engine.look_now("cam-1", within_s=1)
    stop.set()
    await running
    assert isinstance(ended, LookFailure)
    assert ended.kind is LookFailureKind.BLACK


async def test_an_operator_is_not_left_hanging() -> None:
    """Without a look within the time there is an honest `None`."""
    engine, _, schedule = engine_of(FakePipeline(looked), period_s=600)
    schedule.drop("cam-1")
    assert await engine.look_now("cam-1", within_s=0.05) is None


def test_a_network_that_returns_is_tried_again_spread_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each camera at a time of its own, so many a second."""
    engine, _, schedule = engine_of(FakePipeline(looked))
    tried: list[tuple[str, float]] = []
    monkeypatch.setattr(schedule, "retry", lambda camera_id, at: tried.append((camera_id, at)))
    engine.try_again(["a", "b", "c"], 4.0)
    assert [camera_id for camera_id, _ in tried] == ["a", "b", "c"]
    assert [round(at - tried[0][1], 6) for _, at in tried] == [0, 0.25, 0.5]
