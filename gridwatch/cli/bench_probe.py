"""`gridwatch bench probe`: a simulated district asked by ONVIF, and whether what is said of it is right."""

from __future__ import annotations

from typing import Annotated

import typer

from gridwatch.cli.benching import keep, shown, tell
from gridwatch.cli.config import JsonTarget
from gridwatch.cli.show import table


def probe(
    cameras: Annotated[int, typer.Option(help="Simulated cameras.", min=1, max=50000)] = 7396,
    faults: Annotated[float, typer.Option(help="Share of them that is broken.", min=0, max=1)] = 0.05,
    seed: Annotated[int, typer.Option(help="Of who is broken and how.")] = 0,
    threads: Annotated[int, typer.Option(help="Devices asked at once.", min=1, max=512)] = 48,
    sample: Annotated[
        int, typer.Option(help="Cameras for one ONVIFCamera each, beside; 0 for none.", min=0)
    ] = 12,
    pictures: Annotated[
        bool,
        typer.Option("--pictures", help="Take and judge a snapshot of each; some faults are of pictures."),
    ] = False,
    json: JsonTarget = None,
) -> None:
    """Probe a whole fleet over real SOAP; tell the time, the cost and the verdicts that are wrong (exit 1)."""
    from gridwatch.bench.probe import bench_probe

    with shown("Probing", cameras) as progress:
        found = bench_probe(
            cameras=cameras,
            faults=faults,
            seed=seed,
            threads=threads,
            sample=sample,
            pictures=pictures,
            progress=progress,
        )
    keep(json, found.to_json())
    tell(
        json,
        f"{cameras} cameras in {found.seconds:.1f} s, {found.cpu_ms_per_camera:.1f} ms of CPU each,"
        f" {found.rss_mb:.0f} MB in all (the simulated cameras: {found.simulator_cpu_s:.1f} s of CPU);"
        f" {found.right_verdicts} verdicts are right, {len(found.wrong_verdicts)} wrong",
    )
    if found.peer:
        cpu, memory = found.peer["cpu_ms_per_camera"], found.peer["rss_mb_per_camera"]
        tell(json, f"one ONVIFCamera per camera: {cpu:.1f} ms of CPU and {memory:.1f} MB each")
    if json is None or str(json) != "-":
        rows = [(name, *(f"{value:g}" for value in one.values())) for name, one in found.by_fault.items()]
        table("by fault", ("fault", "cameras", "right", "slowest_s"), rows)
    if found.wrong_verdicts:
        raise typer.Exit(1)
