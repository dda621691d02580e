"""One program under measurement: started, told what to open, looked at from outside. See `benchmarks/peers/peer.py`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import GridwatchError
from gridwatch.bench.peers_figures import Dead, Window, first_looks
from gridwatch.bench.storm_figures import Seen, on_time_share
from gridwatch.beside.child import Child

OPEN_S = 240.0  # until every camera must have been looked at: an export, a load and an open each
SETTLE_S = 2.0  # between a change and what is measured after it
_POLL_S = 0.25


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """What is started, and how it is told."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    order: Callable[[Sequence[str], float], Mapping[str, Any]]
    """Cameras and seconds between two looks at each -> the line that opens them."""
    log: Path
    """Where it writes what it prints; may never come to be."""


class NotHere(GridwatchError):
    """The program cannot run here; the text says why."""


class Running:
    """A program that has been told what to open."""

    def __init__(self, child: Child, program: Program, cameras: Sequence[str], began: float) -> None:
        self._child = child
        self._program = program
        self.cameras = cameras
        self.began = began  # when its process was started
        self.what = str(child.hello["what"])
        self.detected = 0  # pictures that its detector has seen so far
        self._looks: list[tuple[str, float]] = []

    async def until_seen(self, cameras: Sequence[str], within_s: float) -> tuple[float | None, float | None]:
        """Wait until all of `cameras` had a look; return seconds to the first and to the last, None: not in time."""
        end = time.monotonic() + within_s
        while True:
            told = await self._report()
            first, last = first_looks(self._looks, cameras, self.began)
            if last is not None or told["error"] or time.monotonic() > end:
                return first, last
            await asyncio.sleep(_POLL_S)

    async def pace(self, every_s: float | None) -> None:
        """Ask for another pace; None: hold the streams, look at none."""
        await self._child.ask({"do": "pace", "every_s": every_s})
        await asyncio.sleep(SETTLE_S)

    async def window(self, seconds: float) -> Window:
        """Measure so many seconds.

        Raises:
            GridwatchError: the program gave up.
        """
        before = await self._report()
        began, seen, detected = time.monotonic(), len(self._looks), self.detected
        await asyncio.sleep(seconds)
        after = await self._report()
        if after["error"]:
            raise GridwatchError(f"{self._program.name} gave up: {after['error']}; {self._said()}")
        return Window(
            cameras=len(self.cameras),
            seconds=time.monotonic() - began,
            cpu_s=after["cpu_s"] - before["cpu_s"],
            rss_mb=after["rss_mb"],
            looks=tuple(self._looks[seen:]),
            detected=self.detected - detected,
        )

    async def on_time_share(self, cameras: Sequence[str], seconds: float, every_s: float) -> float:
        """Return the share of the periods of `cameras` in the next `seconds` that had a look on time."""
        start = time.monotonic()
        await asyncio.sleep(seconds)
        end = time.monotonic()
        await self._report()
        seen = [Seen(camera_id=camera, began=at, good=True) for camera, at in self._looks]
        return on_time_share(seen, cameras, start=start, end=end, period_s=every_s)

    async def _report(self) -> dict[str, Any]:
        told = await self._child.ask({"do": "report"})
        self._looks.extend((camera, at) for camera, at in told["looks"])
        self.detected = told.get("detected", len(self._looks))
        return told

    def _said(self) -> str:
        try:
            text = self._program.log.read_text(errors="replace").strip()
        except OSError:
            return "it wrote nothing"
        return f"its last words: {' / '.join(text.splitlines()[-2:])[-300:]}" if text else "it wrote nothing"


@asynccontextmanager
async def opened(program: Program, cameras: Sequence[str], every_s: float) -> AsyncIterator[Running]:
    """Start a program, tell it to open `cameras` and to look at each once in `every_s` seconds.

    Raises:
        NotHere: something that it needs is not installed.
    """
    began = time.monotonic()
    async with Child(program.command, program.environment) as child:
        if "absent" in child.hello:
            raise NotHere(str(child.hello["absent"]))
        await child.ask(program.order(cameras, every_s))
        yield Running(child, program, cameras, began)


async def dead_from_the_start(
    program: Program, cameras: Sequence[str], every_s: float, *, cameras_are: Child, wait_s: float
) -> Dead:
    """Open all of `cameras` while the first is dead; see how long the others wait for their first look."""
    await cameras_are.ask({"do": "dead", "cameras": cameras[:1]})
    try:
        async with opened(program, cameras, every_s) as running:
            _, after_s = await running.until_seen(cameras[1:], wait_s)
            return Dead(others_seen_after_s=after_s, waited_s=wait_s)
    finally:
        await cameras_are.ask({"do": "dead", "cameras": []})


async def dies(running: Running, every_s: float, *, cameras_are: Child, seconds: float) -> float:
    """Let the first camera of a running program die; return the on-time share of the others meanwhile."""
    await cameras_are.ask({"do": "dead", "cameras": running.cameras[:1]})
    try:
        return await running.on_time_share(running.cameras[1:], seconds, every_s)
    finally:
        await cameras_are.ask({"do": "dead", "cameras": []})
