"""What the console asks of the API, asked one after the other as an operator's clicks come: how long each takes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from aiohttp import ClientSession

from core.errors import GridwatchError

LIST, CASES = "/api/v1/incidents", "/api/v1/cases"
_TURNED = "list next pages"
_DEEP = 5  # pages that are turned in a list


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """How one kind of question was answered. Milliseconds until the whole answer was there."""

    count: int
    p50_ms: float
    p95_ms: float
    worst_ms: float
    kb: float  # of the middle answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What can be filtered by in this store."""

    matters: Sequence[str]
    owners: Sequence[str]
    grids: Sequence[str]  # 15 digits
    cameras: Sequence[str]
    incidents: Sequence[str]
    since: Sequence[str]  # instants, ISO
    boxes: Sequence[str]


Question = Callable[[random.Random, Choices], str]


def _query(path: str = LIST, **given: str) -> Question:
    """Return a question whose `{name}` are chosen anew each time."""
    text = "&".join(f"{name}={value}" for name, value in given.items())
    return lambda rng, of: f"{path}?{_chosen(text, rng, of)}" if text else _chosen(path, rng, of)


def _chosen(text: str, rng: random.Random, of: Choices) -> str:
    grid = rng.choice(of.grids)
    return text.format(
        matter=rng.choice(of.matters),
        owner=rng.choice(of.owners),
        grid=grid,
        street=grid[:9],
        community=grid[:12],
        district=grid[:6],
        camera=rng.choice(of.cameras),
        incident=rng.choice(of.incidents),
        since=rng.choice(of.since),
        box=rng.choice(of.boxes),
    )


QUESTIONS: Mapping[str, Question] = {
    "list": _query(limit="50"),
    "list matter": _query(matter="{matter}"),
    "list owner": _query(owner="{owner}"),
    "list street": _query(grid="{street}"),
    "list community": _query(grid="{community}"),
    "list grid": _query(grid="{grid}"),
    "list status closed": _query(status="closed"),
    "list status rejected": _query(status="rejected"),
    "list status handling": _query(status="handling"),
    "list camera": _query(camera="{camera}"),
    "list since": _query(since="{since}"),
    "list until": _query(until="{since}"),
    "list box": _query(box="{box}"),
    "list held": _query(held_for="confirmation"),
    "list overdue": _query(overdue="true"),
    "list stage": _query(stage="handling"),
    "list matter street": _query(matter="{matter}", grid="{street}"),
    "list matter owner": _query(matter="{matter}", owner="{owner}"),
    "list owner grid": _query(owner="{owner}", grid="{grid}"),
    "list status matter": _query(status="rejected", matter="{matter}"),
    "list status community": _query(status="closed", grid="{community}"),
    "list status owner until": _query(status="rejected", owner="{owner}", until="{since}"),
    "list all filters": _query(
        status="rejected", matter="{matter}", owner="{owner}", grid="{street}", until="{since}"
    ),
    "list camera matter": _query(camera="{camera}", matter="{matter}", status="closed"),
    "inbox": _query("/api/v1/inbox"),
    "inbox all": _query("/api/v1/inbox", waiting="false"),
    "inbox street": _query("/api/v1/inbox", grid="{street}"),
    "case": _query("/api/v1/incidents/{incident}/case"),
    "incident": _query("/api/v1/incidents/{incident}"),
    "history": _query("/api/v1/incidents/{incident}/history"),
    "cases": _query(CASES),
    "cases matter": _query(CASES, matter="{matter}"),
    "cases street": _query(CASES, grid="{street}"),
}


WARM = (
    "/api/v1/map/counts",
    "/api/v1/figures/alarms",
    "/api/v1/search?q=a",
    "/api/v1/inbox",
    "/api/v1/figures",
)
"""Whoever asks these first waits until what they are counted from has been read, half a minute after a start."""


async def warm(session: ClientSession) -> None:
    """Wait until a service that has just started has read what it keeps in memory.

    Raises:
        GridwatchError: an answer that is none.
    """
    for path in WARM:
        await _timed(session, path)


async def ask_all(
    session: ClientSession,
    of: Choices,
    *,
    rounds: int,
    seed: int = 0,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Asked]:
    """Ask every question so often, one at a time, in turn; lists are turned over some pages now and then.

    Raises:
        GridwatchError: an answer that is none.
    """
    rng = random.Random(f"questions {seed}")  # noqa: S311 - the same each time
    times: dict[str, list[float]] = {name: [] for name in (*QUESTIONS, _TURNED)}
    sizes: dict[str, list[int]] = {name: [] for name in times}
    for number in range(rounds + 1):
        for name, question in QUESTIONS.items():
            took, size, answer = await _timed(session, question(rng, of))
            if number:  # the first round fills the caches of a process that has just started
                times[name].append(took)
                sizes[name].append(size)
            if name == "list matter" and number:
                await _turn(session, answer, times[_TURNED], sizes[_TURNED])
        progress(number)
    return {name: _figures(times[name], sizes[name]) for name in times if times[name]}


def overall_p95(found: Mapping[str, Asked], times: Callable[[str], bool] = lambda _: True) -> float:
    """Return the worst 95 % of the kinds that `times` names: each list and filter has to keep it."""
    return max(one.p95_ms for name, one in found.items() if times(name))


async def _turn(session: ClientSession, answer: Any, times: list[float], sizes: list[int]) -> None:
    for _ in range(_DEEP):
        if answer.get("next") is None:
            return
        took, size, answer = await _timed(session, f"{LIST}?limit=50&after={answer['next']}")
        times.append(took)
        sizes.append(size)


async def _timed(session: ClientSession, path: str) -> tuple[float, int, Any]:
    began = time.perf_counter()
    async with session.get(path) as response:
        body = await response.read()
        took = 1000 * (time.perf_counter() - began)
        if response.status != 200:
            raise GridwatchError(f"{path}: {response.status} {body[:200]!r}")
        return took, len(body), await response.json()


def _figures(times: Sequence[float], sizes: Sequence[int]) -> Asked:
    p50, p95, worst = np.percentile(times, [50, 95, 100])
    return Asked(
        count=len(times),
        p50_ms=float(p50),
        p95_ms=float(p95),
        worst_ms=float(worst),
        kb=float(np.median(sizes)) / 1000,
    )
