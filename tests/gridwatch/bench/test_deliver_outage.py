from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from alerts.signing import new_key
from core.clock import SystemClock
from gridwatch.bench.deliver_outage import HOURS, LaterClock, await_outage
from gridwatch.bench.deliver_parts import Parts
from gridwatch.hosting import free_port


def test_the_clock_is_set_on() -> None:
    """It runs like the machine's, a day behind at first."""
    clock = LaterClock()
    behind = SystemClock().now() - clock.now()
    assert abs(behind - timedelta(hours=sum(HOURS))) < timedelta(seconds=5)


async def test_a_day_of_attempts_is_really_made(tmp_path: Path) -> None:
    """Each head by the schedule, none of what waits behind it; nothing is given up."""
    clock, told = LaterClock(), list[int]()
    url = f"http://127.0.0.1:{free_port()}/"
    began = clock.now()
    parts = Parts(tmp_path, url=url, secret=new_key(), clock=clock, rng=random.Random(1))
    failed = await await_outage(parts, clock, incidents=3, versions=2, progress=told.append)
    await parts.courier.close()
    with parts.store.read() as reader:
        tried = [row.attempts for row in reader.deliveries()]
        states = {row.state.value for row in reader.deliveries()}
    parts.close()
    assert failed == sum(tried) == told[-1] == 3 * len(HOURS)
    assert sorted(tried) == [0, 0, 0, *[len(HOURS)] * 3]
    assert states == {"pending"}
    assert timedelta(hours=23) < clock.now() - began < timedelta(hours=25)
    assert abs(clock.now() - SystemClock().now()) < timedelta(seconds=5)
