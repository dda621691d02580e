"""`gridwatch demo`: the main job on a simulated district, or on recorded clips."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import JsonTarget
from gridwatch.cli.show import complain, err, write_json


def demo(
    seconds: Annotated[float, typer.Option(help="How long to run.", min=5)] = 120.0,
    headless: Annotated[bool, typer.Option("--headless", help="No console hint, plain lines.")] = False,
    clips: Annotated[Path | None, typer.Option(help="Serve recorded clips as cameras instead.")] = None,
    profile: Annotated[str, typer.Option(help="With --clips: what to check for.")] = "crowd",
    seed: Annotated[int, typer.Option(help="Another seed, another district.")] = 0,
    folder: Annotated[Path, typer.Option("--out", help="Folder of this demo; it is emptied.")] = Path(
        "var/demo"
    ),
    json: JsonTarget = None,
) -> None:
    """Show the whole loop: cameras looked at, incidents filed and delivered, the heap removed and proven gone.

    Exit status 0 when what happened was found, delivered, verified by the receiver, and the cleared heap proven gone.
    """
    from gridwatch.demo.clips import run_clips
    from gridwatch.demo.run import run_demo
    from gridwatch.logs import set_up

    set_up(level="warning")
    if clips is not None:
        report = asyncio.run(run_clips(clips, profile, seconds=seconds, folder=folder, headless=headless))
    else:
        report = asyncio.run(run_demo(seconds=seconds, seed=seed, folder=folder, headless=headless))
    if json is not None:
        write_json(json, report.to_json())
    for line in report.remarks:
        err.print(f"remark: {line}", markup=False)
    for line in report.shortfalls:
        complain(line)
    if report.shortfalls:
        raise typer.Exit(1)
