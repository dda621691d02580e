"""Work in threads of its own number."""

from __future__ import annotations

import asyncio
import threading

from api.people.threads import OwnThreads


async def test_no_more_run_at_once_than_may_and_others_run_meanwhile() -> None:
    """What waits takes no thread of anybody else."""
    threads, go, inside = OwnThreads(2), threading.Event(), []

    def work() -> int:
        inside.append(1)
        go.wait(10)
        return len(inside)

    waiting = [asyncio.create_task(threads.run(work)) for _ in range(6)]
    while len(inside) < 2:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    assert len(inside) == 2
    assert await asyncio.to_thread(lambda: "elsewhere") == "elsewhere"
    go.set()
    await asyncio.gather(*waiting)
    assert len(inside) == 6
