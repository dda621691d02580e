from __future__ import annotations

from dataclasses import replace

import numpy as np

from alerts.load.stages import STAGES, group, inhibit, rank, silence
from core.config.settings.load import Load
from gridwatch.load.running import Year
from gridwatch.load.world import Assumptions, World
from gridwatch.load.year import NAMES, Alarms, Trouble

ASSUMED = Assumptions(cameras=200, days=1, silenced=1.0)
GARBAGE, WASTE, PONDING = (NAMES.index(name) for name in ("exposed_garbage", "construction_waste", "ponding"))


def _world() -> World:
    return World.of(ASSUMED, np.random.default_rng(1))


def _alarms(*rows: tuple[float, int, int], end: float = 1e6) -> Alarms:
    """Build from (minute, camera, matter)."""
    at, camera, matter = (list(column) for column in zip(*rows, strict=True))
    return Alarms(
        at=np.array(at, np.float64),
        end=np.full(len(rows), end),
        camera=np.array(camera, np.int64),
        matter=np.array(matter, np.int64),
        thing=np.full(len(rows), -1, np.int64),
        confidence=np.full(len(rows), 0.9),
    )


def _run(alarms: Alarms, *stages, troubles=(), rule: Load | None = None):
    return Year(_world(), troubles, rule or Load(), np.random.default_rng(1)).run(alarms, stages)


def _dark(start: float, end: float, *cameras: int) -> Trouble:
    return Trouble(kind="host", index=0, start=start, end=end, cameras=np.array(cameras, np.int64))


def test_with_nothing_every_raw_alarm_is_one():
    """Counted in its ten minutes; an outage's own alarm is unknown then."""
    passed = _run(
        _alarms((1, 0, GARBAGE), (9, 1, GARBAGE), (11, 2, GARBAGE), (12, -1, NAMES.index("outage")))
    )
    assert passed.flat[:3].tolist() == [2, 1, 0]


def test_what_a_dark_camera_holds_back_is_asked_when_it_is_over():
    """If it is still there; what is gone by then was never needed."""
    dark = _dark(0, 45, 0, 1)
    passed = _run(_alarms((5, 0, GARBAGE), (6, 2, GARBAGE)), inhibit, troubles=[dark])
    assert passed.flat[:6].tolist() == [1, 0, 0, 0, 1, 0]
    assert passed.held == {"outage": 1}
    gone = _run(_alarms((5, 0, GARBAGE), end=30), inhibit, troubles=[dark])
    assert (int(gone.flat.sum()), gone.never) == (0, 1)


def test_declared_rain_spares_what_the_rain_does():
    """Garbage waits until it is over, ponding does not."""
    world = _world()
    cameras = np.flatnonzero(world.street == 0)
    rain = Trouble(kind="rain", index=0, start=0, end=120, cameras=cameras)
    first = int(cameras[0])
    passed = _run(_alarms((35, first, GARBAGE), (36, first, PONDING), end=100), inhibit, troubles=[rain])
    assert int(passed.flat.sum()) == 1
    assert passed.held == {"weather": 1}


def test_a_chattering_source_is_silenced_by_somebody():
    """Three within six hours are asked, then it is quiet."""
    passed = _run(_alarms(*[(10.0 * n + 1, 7, GARBAGE) for n in range(20)]), silence)
    assert 3 <= int(passed.flat.sum()) <= 5
    assert passed.held["silence"] >= 15


def test_minor_ones_that_wait_ask_nobody():
    """With `ask_from` moderate only the waste asks."""
    alarms = _alarms((1, 0, GARBAGE), (2, 1, WASTE))
    assert int(_run(alarms, rank, rule=Load(ask_from="moderate")).flat.sum()) == 1
    assert int(_run(alarms, rank).flat.sum()) == 2


def test_in_a_flood_alike_ones_would_be_one_line():
    """By street and matter, by the very stage of the inbox."""
    world = _world()
    street = np.flatnonzero(world.street == world.street[0])[:12]
    passed = _run(_alarms(*[(1 + n / 10, int(camera), GARBAGE) for n, camera in enumerate(street)]), group)
    assert (passed.flat[0], passed.folded[0]) == (12, 1)


def test_all_stages_together_lose_nothing():
    """What asked and what was never needed are all there was."""
    rng = np.random.default_rng(5)
    rows = sorted((float(rng.uniform(0, 1400)), int(rng.integers(0, 200)), GARBAGE) for _ in range(300))
    alarms = replace(_alarms(*rows), end=np.array([row[0] + 200 for row in rows]))
    passed = _run(alarms, *STAGES, troubles=[_dark(300, 900, *range(0, 200, 2))])
    assert int(passed.flat.sum()) + passed.never == 300
    assert passed.never > 0


def test_every_third_week_may_be_run_instead_of_all():
    """Whole weeks, and only their alarms."""
    world = World.of(replace(ASSUMED, days=28), np.random.default_rng(1))
    week = 7 * 1440.0
    alarms = _alarms(*[(week * n + 5, 0, GARBAGE) for n in range(4)])
    passed = Year(world, (), Load(), np.random.default_rng(1)).run(alarms, (rank,), every=3)
    assert len(passed.flat) == 2 * 1008
    assert (int(passed.flat.sum()), int(passed.flat[0]), int(passed.flat[1008])) == (2, 1, 1)
