"""`gridwatch bench console`: what an operator waits for, with a district's year in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.benching import keep, measured, tell
from gridwatch.cli.config import JsonTarget


def console(
    folder: Annotated[Path, typer.Option(help="Made by `gridwatch bench fill`.", file_okay=False)] = Path(
        "var/district"
    ),
    tabs: Annotated[int, typer.Option(help="Pages that listen.", min=1, max=500)] = 30,
    per_s: Annotated[float, typer.Option(help="Changes of cases a second.", min=1, max=500)] = 20.0,
    seconds: Annotated[float, typer.Option(help="How long they change, twice.", min=2, max=3600)] = 20.0,
    rounds: Annotated[int, typer.Option(help="Times that each question is asked.", min=2, max=10_000)] = 20,
    chromium: Annotated[
        str | None,
        typer.Option(help="The browser. Default: chromium-headless-shell, else /usr/bin/chromium."),
    ] = None,
    json: JsonTarget = None,
) -> None:
    """Ask the API of the real service over a filled store, and watch it in a real Chromium with many tabs."""
    from gridwatch.bench.console.browser import CHROMIUM
    from gridwatch.bench.console.measuring import Trial, bench_console

    browser = chromium or CHROMIUM
    trial = Trial(folder=folder, tabs=tabs, per_s=per_s, seconds=seconds, rounds=rounds, browser=browser)
    found = measured(
        lambda progress: bench_console(trial, progress=progress),
        "console",
        rounds + 2 * seconds,
        level="error",
    )
    seen = "never" if found.event_to_screen_p95_s is None else f"{found.event_to_screen_p95_s:.2f} s"
    frames = "no map" if found.map_fps is None else f"{found.map_fps:.0f} frames a second"
    tell(
        json,
        f"{found.incidents:,} cases; lists and filters: 95 % within {found.api_p95_ms:.0f} ms (the slowest kind),"
        f" {found.api_cpu_ms:.1f} core-ms a request",
        f"inbox painted in {found.first_paint_s:.2f} s, {found.bundle_kb_gzip:.0f} kB gzip; map: {frames}",
        f"{found.tabs} tabs at {per_s:g} changes a second: on the screen within {seen} (95 %), {found.missed} of"
        f" {found.seen} missed; the server takes {found.server_cpu_share:.1%} of a core for them, the changes"
        f" themselves {found.changing_cpu_share:.1%}; the browser keeps {found.browser_cores:.1f} cores busy",
    )
    keep(json, found.to_json())
