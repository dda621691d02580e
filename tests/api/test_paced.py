"""Work that many ask for at once."""

from __future__ import annotations

import asyncio
import threading
from itertools import pairwise

import pytest

from api.paced import KEPT, Paced


async def test_what_many_ask_at_once_is_done_once() -> None:
    """Each kind for itself; everybody gets the answer."""
    done: list[str] = []

    def work(kind: str) -> str:
        done.append(kind)
        return f"answer {kind}"

    paced: Paced[str] = Paced()
    answers = await asyncio.gather(
        *(paced.get(kind, lambda kind=kind: work(kind)) for kind in "ab" for _ in range(20))
    )
    assert sorted(done) == ["a", "b"]
    assert answers == ["answer a"] * 20 + ["answer b"] * 20


async def test_an_answer_was_begun_after_it_was_asked_for() -> None:
    """Whoever comes while work is under way waits for the next: what he has just changed is in it."""
    gate, begun = threading.Event(), threading.Event()
    state = {"n": 1}

    def work() -> int:
        seen = state["n"]
        begun.set()
        gate.wait(5)
        return seen

    paced: Paced[int] = Paced()
    first = asyncio.create_task(paced.get("x", work))
    await asyncio.to_thread(begun.wait, 5)
    state["n"] = 2
    second = asyncio.create_task(paced.get("x", work))
    await asyncio.sleep(0.01)
    gate.set()
    assert (await first, await second) == (1, 2)


async def test_the_same_is_not_done_more_often_than_its_pace() -> None:
    """The first at once; then the pace counts from beginning to beginning."""
    paced: Paced[float] = Paced()
    loop = asyncio.get_running_loop()
    began = loop.time()
    at = [await paced.get("x", loop.time, pace_s=0.1) for _ in range(3)]
    assert at[0] - began < 0.09
    # From beginning to beginning as the loop sees them; the work's own thread may come to it a little later.
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(at))


async def test_work_that_fails_fails_for_those_who_asked() -> None:
    """The next one tries again; and what is kept of kinds is bounded."""

    def ill() -> int:
        raise OSError("ill")

    paced: Paced[int] = Paced()
    with pytest.raises(OSError, match="ill"):
        await paced.get("x", ill)
    assert await paced.get("x", lambda: 3) == 3
    for number in range(2 * KEPT):
        await paced.get(number, lambda: 1)
    assert len(paced._kinds) == KEPT
