"""`gridwatch bench fill`: a folder with a year of a district's cases, to be served and looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.benching import keep, shown, tell
from gridwatch.cli.config import JsonTarget


def fill(
    folder: Annotated[Path, typer.Argument(help="Folder to make.", file_okay=False)],
    incidents: Annotated[int, typer.Option(help="Cases.", min=1, max=20_000_000)] = 1_000_000,
    cameras: Annotated[int, typer.Option(help="Cameras of the district.", min=10, max=100_000)] = 7396,
    seed: Annotated[int, typer.Option(help="Of everything in it.")] = 0,
    port: Annotated[int, typer.Option(help="Of the API that will serve it.", min=1, max=65535)] = 8080,
    json: JsonTarget = None,
) -> None:
    """Fill a SQLite store with the rows that the store itself would write, 9 kB a case; then `gridwatch run`."""
    from core.clock import SystemClock
    from gridwatch.bench.console.folder import CONFIGS, Wanted, make_folder
    from gridwatch.bench.plain import plain

    wanted = Wanted(incidents=incidents, cameras=cameras, seed=seed)
    with shown("filling", incidents) as progress:
        done = make_folder(folder, wanted, now=SystemClock().now(), port=port, progress=progress)
    tell(
        json,
        f"{done.incidents:,} cases of {done.cameras:,} cameras, {done.live:,} of them alive, in {done.seconds:.0f} s;"
        f" {done.bytes / 1e9:.2f} GB",
        f"serve it: gridwatch run -c {folder / CONFIGS}",
    )
    keep(json, plain(done))
