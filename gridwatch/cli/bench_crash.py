"""`gridwatch bench crash`: whether anything is lost when the service or the receiver is killed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.benching import keep, measured, tell
from gridwatch.cli.config import JsonTarget


def crash(
    rounds: Annotated[int, typer.Option(help="How often somebody is killed.", min=1, max=100_000)] = 200,
    seed: Annotated[int, typer.Option(help="Of what happens, who is killed and when.")] = 0,
    life: Annotated[
        float, typer.Option(help="Longest life of the service, seconds.", min=0.05, max=60)
    ] = 1.2,
    folder: Annotated[
        Path | None,
        typer.Option(help="Empty folder to keep everything in; else it is thrown away.", file_okay=False),
    ] = None,
    json: JsonTarget = None,
) -> None:
    """Kill service and receiver by SIGKILL at random; anything lost, out of order or broken is exit status 1."""
    from gridwatch.bench.crash import Kills, bench_crash

    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise typer.BadParameter(f"{folder} is not empty")
    plan = Kills(rounds=rounds, seed=seed, life_s=life)
    found = measured(lambda progress: bench_crash(plan, progress=progress, folder=folder), "Killing", rounds)
    tell(
        json,
        f"{found.rounds} rounds in {found.seconds:.0f} s, killed: {found.kills.get('service', 0)} services,"
        f" {found.kills.get('receiver', 0)} receivers; {found.incidents} incidents, {found.deliveries} deliveries",
        f"lost {found.lost}, out of order {found.out_of_order}, trails broken {found.trails_broken}, altered"
        f" {found.altered}; {found.duplicated_at_receiver} came twice with the same id, which is allowed",
        *found.faults,
    )
    keep(json, found.to_json())
    if not found.whole:
        raise typer.Exit(1)
