"""`kill -9` of the service and of the receiver at random, over and over, and whether anything was lost by it.

The service's own store, desk and courier, in which looks, operators and the platform do something without a pause;
a receiver that keeps what it takes, synced to disk, before it answers. See crash_lives.py for the two.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alerts.signing import new_key
from alerts.store.base import DeliveryState
from alerts.store.sql import SqlStore
from core.clock import Clock, SystemClock
from core.errors import GridwatchError
from gridwatch.bench.crash_audit import Kind
from gridwatch.bench.crash_judge import Verdict, judge
from gridwatch.bench.crash_lives import ARRIVED, WITNESSED, Scene, read_lines
from gridwatch.bench.deliver_receiver import VARIABLE
from gridwatch.bench.plain import plain
from gridwatch.beside.child import Child, module
from gridwatch.hosting import free_port

_TOLD = 20  # faults in words
_TICK_S = 0.1
_START = 0.25  # share of the lives that end while they start
_START_S = 0.3
_GAP_S = 0.05  # at most, between the two kills of one round
_AWAY = 0.1  # share of the rounds in which a receiver that was killed stays away
_VICTIMS = {("service",): 6, ("receiver",): 2, ("service", "receiver"): 1, ("receiver", "service"): 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kills:
    """What is done."""

    rounds: int = 200
    seed: int = 0
    life_s: float = 1.2
    """Of a service at most; a receiver may live through several rounds."""
    settle_s: float = 120.0
    """In which everything owed must have been delivered at the end, when nobody is killed any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CrashBench:
    """The figures. `lost`, `out_of_order`, `trails_broken` and `altered` are to be 0."""

    rounds: int
    seed: int
    kills: Mapping[str, int]  # of service and receiver
    ended_by_themselves: int  # lives that had ended before they were killed: 0, or something is broken
    incidents: int
    witnessed: (
        int  # commits that were seen before the kill: versions of incidents and answers to the platform
    )
    deliveries: int
    arrivals: int
    trail_rows: int
    lost: int
    duplicated_at_receiver: int  # the same id again: allowed
    out_of_order: int
    trails_broken: int  # cases
    altered: int
    pending: int  # at the end
    faults: tuple[str, ...]  # the first of them, in words
    seconds: float
    settled_s: float  # of these, to deliver what was owed at the end

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        wrong = self.lost + self.out_of_order + self.trails_broken + self.altered + self.pending
        return not wrong and not self.ended_by_themselves

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return plain(self)


class _Nursery:
    """Starts and kills the lives of one bench."""

    def __init__(self, child: Child, scene: Scene, seed: int) -> None:
        self._child = child
        self._scene = scene
        self._seed = seed
        self._alive: dict[str, int] = {}
        self.kills: Counter[str] = Counter()
        self.ended = 0

    async def start(self, kind: str, life: int, *, quiet: bool = False) -> None:
        """Start one, unless it lives."""
        if kind in self._alive:
            return
        asked = {"do": "start", "kind": kind, "life": life, "seed": self._seed, "quiet": quiet}
        where = {"folder": str(self._scene.folder), "port": self._scene.port}
        self._alive[kind] = (await self._child.ask(asked | where))["pid"]

    async def kill(self, kind: str) -> None:
        """Kill it, if it lives."""
        pid = self._alive.pop(kind, None)
        if pid is None:
            return
        killed = (await self._child.ask({"do": "kill", "pid": pid}))["killed"]
        self.kills[kind] += killed
        self.ended += not killed


async def bench_crash(
    plan: Kills, *, progress: Callable[[float], None] = lambda _: None, folder: Path | None = None
) -> CrashBench:
    """Kill and judge; `folder` is where everything is kept, a temporary one unless given.

    Raises:
        GridwatchError: what was owed at the end was not delivered within `settle_s`.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="gridwatch-bench-") as made:
            return await bench_crash(plan, progress=progress, folder=Path(made))
    clock = SystemClock()
    began, secret = clock.monotonic(), new_key()
    scene = Scene(folder=folder, port=free_port(), secret=secret)
    async with Child(module("gridwatch.bench.crash_nursery"), {VARIABLE: secret}) as child:
        nursery = _Nursery(child, scene, plan.seed)
        rng = random.Random(plan.seed)  # noqa: S311 - a script
        for number in range(plan.rounds):
            await _round(nursery, rng, number, plan)
            progress(number + 1)
        kills = dict(nursery.kills)
        since = clock.monotonic()
        for kind in ("receiver", "service"):
            await nursery.kill(kind)
            await nursery.start(kind, plan.rounds, quiet=True)
        await _settled(scene, plan, clock)
        settled_s = clock.monotonic() - since
        for kind in ("service", "receiver"):
            await nursery.kill(kind)
    found = await asyncio.to_thread(judged, scene)
    return CrashBench(
        rounds=plan.rounds,
        seed=plan.seed,
        kills=kills,
        ended_by_themselves=nursery.ended,
        incidents=found.incidents,
        witnessed=found.witnessed,
        deliveries=found.deliveries,
        arrivals=found.arrivals,
        trail_rows=found.trail_rows,
        lost=found.count(Kind.LOST),
        duplicated_at_receiver=found.duplicated,
        out_of_order=found.count(Kind.OUT_OF_ORDER),
        trails_broken=found.count(Kind.TRAIL),
        altered=found.count(Kind.ALTERED),
        pending=found.pending,
        faults=tuple(str(fault) for fault in found.faults[:_TOLD]),
        seconds=clock.monotonic() - began,
        settled_s=settled_s,
    )


def judged(scene: Scene) -> Verdict:
    """Judge what lies in the folder of a scene."""
    store = SqlStore(scene.store)
    try:
        with store.read() as reader:
            return judge(
                reader,
                scene.folder / "evidence",
                witnessed=read_lines(scene.folder / WITNESSED),
                arrivals=read_lines(scene.folder / ARRIVED),
            )
    finally:
        store.close()


async def _round(nursery: _Nursery, rng: random.Random, number: int, plan: Kills) -> None:
    await nursery.start("service", number)
    if rng.random() >= _AWAY:
        await nursery.start("receiver", number)
    await asyncio.sleep(rng.uniform(0, _START_S) if rng.random() < _START else rng.uniform(0, plan.life_s))
    (victims,) = rng.choices(list(_VICTIMS), list(_VICTIMS.values()))
    for kind in victims:
        await nursery.kill(kind)
        await asyncio.sleep(rng.uniform(0, _GAP_S) if len(victims) > 1 else 0)


async def _settled(scene: Scene, plan: Kills, clock: Clock) -> None:
    """Wait until nothing is pending."""
    until = clock.monotonic() + plan.settle_s
    store = SqlStore(scene.store)
    try:
        while True:
            with store.read() as reader:
                owed = reader.count_deliveries().get(DeliveryState.PENDING, 0)
            if not owed:
                return
            if clock.monotonic() > until:
                raise GridwatchError(f"{owed} deliveries were not accepted within {plan.settle_s:.0f} s")
            await asyncio.sleep(_TICK_S)
    finally:
        store.close()
