"""What the running service knows of its cameras becomes the time that each waits."""

from __future__ import annotations

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.settings.attention import Attention as Choice
from core.config.settings.looking import Budgets, Looking
from core.incident import Status
from core.look import LookFailureKind, LookReason, LookRequest
from core.sighting import Finding
from gridwatch.attending import Attended, Attending, learn_history, raised_since
from gridwatch.pipeline import Posting
from ingest.schedule import Schedule
from tests.builders import START, camera, failure, profile
from tests.builders_desk import sighting
from tests.builders_store import incident
from tests.gridwatch.test_roster import looked

CHOICE = Choice(mode="on", candidate=3, asked=4, history=2, linger_s=900, stretch=1.5)
ON_WATCH = Posting(camera=camera("cam-1"), profile=profile())


def attending(clock: ManualClock, quiet: int = 40) -> Attending:
    """A fleet of quiet cameras of 60 s beside cam-1."""
    made = Attending(CHOICE, clock)
    for i in range(quiet):
        made.pacing(f"quiet-{i}", 60)
    return made


def test_a_camera_with_a_candidate_waits_less_and_the_quiet_more() -> None:
    """From the very look that showed it until it is long gone; everybody is told why."""
    clock = ManualClock(START)
    kept = attending(clock)
    slow = replace(ON_WATCH, profile=profile().model_copy(update={"confirm_s": 60.0}))
    assert kept.pacing("cam-1", 60) == 60
    kept.note(replace(looked("cam-1"), sightings=(sighting(finding=Finding.CANDIDATE),)), slow)
    assert kept.pacing("cam-1", 60) == 20
    assert 60 < kept.pacing("quiet-1", 60) <= 90
    told = kept.told("cam-1")
    assert told is not None
    assert told.why is not None
    assert told.period_s == 20
    assert "not confirmed" in told.why.tell("en")
    kept.note(looked("cam-1"), slow)
    clock.advance(899)
    assert kept.pacing("cam-1", 60) == 20
    clock.advance(2)
    assert kept.pacing("cam-1", 60) == kept.pacing("quiet-1", 60) == 60
    assert kept.told("cam-1") == Attended(period_s=60, why=None)


def test_a_camera_without_a_picture_neither_gives_nor_gets() -> None:
    """It is backed off from: what it does not use is not given away, and our own troubles are not its fault."""
    kept = attending(ManualClock(START), quiet=1)
    kept.asked("cam-1")
    kept.note(failure(LookFailureKind.TIMEOUT), ON_WATCH)
    assert kept.pacing("cam-1", 60) == 60
    kept.note(looked("cam-1"), ON_WATCH)
    kept.note(failure(LookFailureKind.NO_BUDGET), ON_WATCH)
    assert kept.pacing("cam-1", 60) < 60
    assert kept.split.stretch > 1


def test_off_keeps_nothing() -> None:
    """Where the settings do not want it, looks are not noted."""
    kept = Attending(CHOICE.model_copy(update={"mode": "off"}), ManualClock(START))
    kept.note(replace(looked("cam-1"), sightings=(sighting(finding=Finding.CANDIDATE),)), ON_WATCH)
    kept.asked("cam-1")
    assert kept.pacing("cam-1", 60) == 60
    assert kept.watched == 0


def test_history_is_read_from_the_store() -> None:
    """Two incidents of the last days make a history; candidates, rejected and old ones do not."""
    store, clock = MemoryStore(), ManualClock(START)
    opened = incident("inc-1", opened_at=START)
    with store.write() as writer:
        writer.put_incident(opened, ())
        writer.put_incident(replace(opened, id="inc-2"), ())
        writer.put_incident(replace(opened, id="inc-3", status=Status.REJECTED), ())
        writer.put_incident(replace(opened, id="inc-4", status=Status.CANDIDATE, opened_at=None), ())
        writer.put_incident(replace(opened, id="inc-5", opened_at=START - timedelta(days=30)), ())
    (name,) = opened.cameras
    assert raised_since(store, START - timedelta(days=14)) == {name: 2}
    kept = attending(clock)
    names = {name, *(f"quiet-{i}" for i in range(40))}

    async def read_once() -> None:
        stop = asyncio.Event()
        with ThreadPoolExecutor(1) as thread:
            learning = asyncio.create_task(
                learn_history(kept, stop, store=store, thread=thread, cameras=lambda: names, clock=clock)
            )
            while kept.pacing(name, 60) == 60:
                await asyncio.sleep(0.001)
            stop.set()
            await learning

    asyncio.run(asyncio.wait_for(read_once(), 10))
    assert kept.pacing(name, 60) == 30
    kept.take({}, ())
    assert kept.told(name) is None


def test_in_the_real_schedule_a_candidate_is_looked_at_sooner_and_nobody_is_forgotten() -> None:
    """Forty cameras, one with a candidate: it is looked at three times as often, the others still within 90 s."""
    clock = ManualClock(START)
    kept = Attending(CHOICE, clock)
    plan = Schedule(Budgets(), Looking(), random.Random(1), pacing=kept.pacing)
    posting = replace(ON_WATCH, profile=profile().model_copy(update={"confirm_s": 60.0}))
    names = ["cam-1", *(f"quiet-{i}" for i in range(39))]
    for name in names:
        plan.plan(name, name, "o", 60)
    starts: dict[str, list[float]] = {name: [] for name in names}
    while clock.monotonic() < 1800:
        for request in plan.start(clock.monotonic()):
            starts[request.camera_id].append(clock.monotonic())
            found = request.camera_id == "cam-1" and clock.monotonic() > 600
            end = looked(request.camera_id)
            if found:
                end = replace(end, sightings=(sighting(finding=Finding.CANDIDATE),))
            kept.note(end, replace(posting, camera=camera(request.camera_id)))
            plan.finished(request, None, clock.monotonic())
        clock.advance(0.25)
    late = [t for t in starts["cam-1"] if t > 700]
    assert len(late) >= 1100 / 20 - 1
    assert len([t for t in starts["cam-1"] if t <= 600]) == 10
    waits = [b - a for name in names for a, b in zip(starts[name], starts[name][1:], strict=False)]
    assert max(waits) <= 90.5
    assert sum(map(len, starts.values())) <= 1800 / 60 * 40 + 4
    plan.ask(LookRequest(camera_id="cam-1", not_before=1800, deadline=1810, reason=LookReason.OPERATOR))
    assert plan.start(1800)[0].reason is LookReason.OPERATOR
