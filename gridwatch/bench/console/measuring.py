"""`gridwatch bench console`: what an operator waits for, with a district's year in the store and thirty tabs open."""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from aiohttp import ClientSession

from alerts.store.base import IncidentQuery, Reader
from alerts.store.cursor import instant
from alerts.store.sql import SqlStore
from core.errors import GridwatchError
from core.incident import Status
from gridwatch.bench.console.asking import Asked, Choices, ask_all, overall_p95, warm
from gridwatch.bench.console.browser import CHROMIUM, Tabs, chromium, first_paint, map_frames
from gridwatch.bench.console.folder import DATABASE, Wanted, token_of, write_configs
from gridwatch.bench.console.kin import cpu_of_kin
from gridwatch.bench.plain import plain
from gridwatch.beside.child import Child, module
from gridwatch.hosting import free_port

_SETTLE_S = 3.0  # after the last change: what is still on its way may come
_SOFTWARE = (
    "Chromium draws by the processor here (no GPU is given to it): frames are the machine's, not the map's"
)
_BROWSER = "chromium"


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What is measured."""

    folder: Path
    tabs: int = 30
    per_s: float = 20.0
    seconds: float = 20.0
    rounds: int = 20
    paints: int = 5
    map_seconds: float = 5.0  # 0 leaves the map out
    browser: str = CHROMIUM


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsoleBench:
    """The figures; None where a page did not offer what is measured."""

    first_paint_s: float  # until the first line of the inbox, cold: the median
    api_p95_ms: float  # lists and filters: of the slowest kind
    event_to_screen_p95_s: float | None  # from the commit until a new case stands in the inbox, over all tabs
    map_fps: float | None
    server_cpu_share: (
        float  # of a core, while cases change and all tabs listen, less the same without any tab
    )
    bundle_kb_gzip: float  # scripts, styles and page that the first page loads
    all_p95_ms: float  # inbox and single cases as well
    api_cpu_ms: float  # core-milliseconds of a request, of the server
    changing_cpu_share: float  # of a core: the same changes with no tab open
    browser_cores: float  # cores that the browser kept busy with the tabs
    seen: int  # new cases that were awaited, times tabs
    missed: int  # of these, how many never came
    tabs: int
    map_note: str
    browser: str  # that drew it
    incidents: int
    paints_s: Sequence[float]
    asked: dict[str, Asked]
    machine: str

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return plain(self)


async def bench_console(trial: Trial, *, progress: Callable[[float], None] = lambda _: None) -> ConsoleBench:
    """Serve the folder and measure the API first, then the browser.

    Raises:
        GridwatchError: the folder is none that `gridwatch bench fill` has made, or there is no browser.
    """
    if not (trial.folder / DATABASE).is_file():
        raise GridwatchError(
            f"{trial.folder} holds no {DATABASE}; make it: gridwatch bench fill {trial.folder}"
        )
    async with chromium(trial.browser) as browser:
        write_configs(trial.folder, Wanted(), port=free_port())
        of, incidents = await asyncio.to_thread(_read, trial.folder)
        token = token_of(trial.folder)
        async with Child(module("gridwatch.bench.console.serving", str(trial.folder)), {}) as server:
            base = server.hello["url"]
            headers = {"Authorization": f"Bearer {token}"}
            async with ClientSession(base, headers=headers) as session:
                await warm(session)
                before = await server.ask({"do": "report"})
                asked = await ask_all(session, of, rounds=trial.rounds, progress=progress)
                after = await server.ask({"do": "report"})
            questions = sum(one.count for one in asked.values()) * (trial.rounds + 1) / trial.rounds
            alone, _ = await _changed(server, trial)
            progress(trial.rounds + trial.seconds)
            paints, kilobytes = await first_paint(browser, base, token, times=trial.paints)
            tabs = await Tabs.open(browser, base, token, trial.tabs)
            busy = cpu_of_kin(_BROWSER)
            told, new = await _changed(server, trial)
            busy = cpu_of_kin(_BROWSER) - busy
            waits, missed = _waits(new, await tabs.first())
            await tabs.close()
            progress(trial.rounds + 2 * trial.seconds)
            frames = (
                await map_frames(browser, base, token, seconds=trial.map_seconds)
                if trial.map_seconds
                else None
            )
    return ConsoleBench(
        first_paint_s=float(np.median(paints)),
        api_p95_ms=overall_p95(asked, lambda name: name.startswith("list")),
        event_to_screen_p95_s=float(np.percentile(waits, 95)) if waits else None,
        map_fps=frames,
        server_cpu_share=told - alone,
        bundle_kb_gzip=kilobytes,
        all_p95_ms=overall_p95(asked),
        api_cpu_ms=1000 * (after["cpu_s"] - before["cpu_s"]) / questions,
        changing_cpu_share=alone,
        browser_cores=busy / (trial.seconds + _SETTLE_S),
        seen=len(waits) + missed,
        missed=missed,
        tabs=trial.tabs,
        map_note=_SOFTWARE if frames is not None else "the page of the map showed none",
        browser=trial.browser,
        incidents=incidents,
        paints_s=paints,
        asked=asked,
        machine=f"{platform.machine()}, {os.cpu_count()} cores",
    )


async def _changed(server: Child, trial: Trial) -> tuple[float, list[tuple[str, float]]]:
    """Let cases change; return the share of a core that the server took, and title and instant of each new case."""
    await server.ask({"do": "changed"})
    before = await server.ask({"do": "report"})
    await server.ask({"do": "change", "per_s": trial.per_s, "seconds": trial.seconds})
    await asyncio.sleep(trial.seconds + _SETTLE_S)
    after = await server.ask({"do": "report"})
    told = await server.ask({"do": "changed"})
    share = (after["cpu_s"] - before["cpu_s"]) / (trial.seconds + _SETTLE_S)
    return share, [(title, at) for title, at in told["new"]]


def _waits(new: Sequence[tuple[str, float]], pages: Sequence[dict[str, float]]) -> tuple[list[float], int]:
    """Return the seconds from each commit until each page showed it, and how many never did."""
    waits, missed = [], 0
    for title, at in new:
        for page in pages:
            if (shown := page.get(title)) is None:
                missed += 1
            else:
                waits.append(max(0.0, shown - at))
    return waits, missed


def _read(folder: Path) -> tuple[Choices, int]:
    store = SqlStore(f"sqlite:///{folder / DATABASE}", environment={})
    try:
        with store.read() as reader:
            return _choices(reader)
    finally:
        store.close()


def _choices(reader: Reader) -> tuple[Choices, int]:
    figures = reader.case_figures(limit=2_000)
    live = reader.find(IncidentQuery(statuses=(Status.HANDLING, Status.OPEN, Status.VERIFYING), limit=200))
    newest = reader.last_figure()
    late = reader.case_figures(after=max(0, newest - 2_000), limit=2_000)
    rows = [*figures, *late]
    times = sorted({row.found_at for row in rows})
    points = [one.place.point for one in live.incidents]
    choices = Choices(
        matters=sorted({row.matter for row in rows}),
        owners=sorted({row.owner for row in rows}),
        grids=sorted({row.grid for row in rows}),
        cameras=sorted({row.camera for row in rows})[:500],
        incidents=[*(row.incident_id for row in figures[:200]), *(one.id for one in live.incidents)],
        since=[f"{instant(at):%Y-%m-%dT%H:%M:%SZ}" for at in times[:: max(1, len(times) // 20)]],
        boxes=[
            f"{p.lon - 0.004:.5f},{p.lat - 0.003:.5f},{p.lon + 0.004:.5f},{p.lat + 0.003:.5f}"
            for p in points[:50]
        ],
    )
    return choices, sum(reader.count_by_status().values())
