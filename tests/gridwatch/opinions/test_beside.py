from __future__ import annotations

import asyncio

import pytest

from gridwatch.opinions.beside import Beside


class Work:
    """Pieces of work that wait until they are let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.begun = 0
        self.done = 0

    async def piece(self) -> None:
        """One of them."""
        self.begun += 1
        await self.go.wait()
        self.done += 1


async def test_what_finds_no_room_is_counted_and_room_comes_back() -> None:
    """Nobody waits for a place; when one piece ends, there is one."""
    beside, work = Beside(2), Work()
    assert [beside.start(work.piece) for _ in range(3)] == [True, True, False]
    assert beside.shed == 1
    work.go.set()
    await beside.drain()
    assert work.done == 2
    assert beside.start(work.piece)
    await beside.drain()
    assert (work.done, beside.shed) == (3, 1)


async def test_at_the_end_it_is_finished_or_cancelled() -> None:
    """What needs a moment gets it; what hangs does not hold up a stop."""
    beside, work = Beside(2), Work()
    beside.start(work.piece)
    asyncio.get_running_loop().call_later(0.02, work.go.set)
    assert await beside.close(5) == 0
    assert work.done == 1
    work.go.clear()
    beside.start(work.piece)
    assert await asyncio.wait_for(beside.close(0.02), 2) == 1
    assert (work.begun, work.done) == (2, 1)


@pytest.mark.parametrize("end", ["close", "drain"])
async def test_nothing_under_way_ends_at_once(end: str) -> None:
    """Most services never ask anybody."""
    beside = Beside(1)
    await asyncio.wait_for(beside.close(60) if end == "close" else beside.drain(), 1)
