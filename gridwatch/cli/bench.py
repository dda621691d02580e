"""`gridwatch bench`: what looks cost, on the real service against simulated cameras."""

from __future__ import annotations

from typing import Annotated

import typer

from gridwatch.cli.bench_attention import attention
from gridwatch.cli.bench_console import console
from gridwatch.cli.bench_crash import crash
from gridwatch.cli.bench_deliver import deliver
from gridwatch.cli.bench_fill import fill
from gridwatch.cli.bench_merge import merge
from gridwatch.cli.bench_peers import peers
from gridwatch.cli.bench_probe import probe
from gridwatch.cli.bench_storm import storm
from gridwatch.cli.benching import Model, Period, Seconds, Warm, keep, measured, tell
from gridwatch.cli.config import JsonTarget, gate_mode

app = typer.Typer(help="Benchmarks: what a look costs, how large a fleet may be.", no_args_is_help=True)
app.command("attention")(attention)
app.command("console")(console)
app.command("crash")(crash)
app.command("deliver")(deliver)
app.command("fill")(fill)
app.command("peers")(peers)
app.command("merge")(merge)
app.command("probe")(probe)
app.command("storm")(storm)


@app.command("looks")
def looks(
    seconds: Seconds = 60.0,
    cameras: Annotated[int, typer.Option(help="Simulated cameras.", min=8, max=20000)] = 200,
    model: Model = "models/default",
    json: JsonTarget = None,
) -> None:
    """Measure looks per core-second, beside decoding and inference alone, with and without the change gate."""
    from gridwatch.bench.looks import bench_looks, duration_s

    found = measured(
        lambda progress: bench_looks(seconds=seconds, cameras=cameras, model=model, progress=progress),
        "Looking",
        duration_s(seconds),
    )
    tell(
        json,
        f"{found.looks_per_core_s:.1f} looks per core-second, {found.ratio:.2f} of the limit of"
        f" {found.limit_looks_per_core_s:.1f} (decode {found.decode_ms:.1f} ms, infer {found.infer_ms:.1f} ms,"
        f" the rest of a look {found.overhead_ms:.1f} ms); a look without change costs {found.gated_ms:.1f} ms,"
        f" {found.gated_cost_share:.2f} of one with; {found.rss_mb:.0f} MB",
    )
    keep(json, found.to_json())


@app.command("streams")
def streams(
    cameras: Annotated[int, typer.Option(help="Simulated cameras.", min=1, max=4000)] = 240,
    period: Period = 8.0,
    seconds: Seconds = 60.0,
    warm: Warm = 40.0,
    model: Model = "models/default",
    json: JsonTarget = None,
) -> None:
    """Look at cameras that offer nothing but a stream: a keyframe of the substream each, without the detector."""
    from gridwatch.bench.folder import Bench
    from gridwatch.bench.streams import bench_streams

    bench = Bench(cameras=cameras, period_s=period, gate="on", change_share=0.0, model=model, streams=True)
    found = measured(
        lambda progress: bench_streams(bench, seconds=seconds, warm_s=warm, progress=progress),
        "Looking",
        warm + seconds,
    )
    tell(
        json,
        f"{found.looks_per_core_s:.1f} keyframes per core-second of the service; {found.looks_per_s:.1f} a second,"
        f" {found.on_time_share:.2%} on time, with the cameras' encoders on the same cores ({found.cameras_cpu_s:.0f}"
        f" core-s beside {found.cpu_s:.0f}); at most {found.most_sessions} sessions at once,"
        f" allowed are {found.sessions_allowed}; {found.rss_mb:.0f} MB",
    )
    keep(json, found.to_json())


@app.command("fleet")
def fleet(
    cameras: Annotated[int, typer.Option(help="Simulated cameras.", min=1, max=50000)] = 7396,
    period: Period = 60.0,
    seconds: Seconds = 600.0,
    warm: Annotated[
        float | None,
        typer.Option(
            help="Seconds before the measured time; without it as long as all first looks take.", min=0
        ),
    ] = None,
    change_share: Annotated[
        float, typer.Option(help="Share of looks that show something new.", min=0, max=1)
    ] = 0.2,
    gate: Annotated[str, typer.Option(help="Change gate: off, shadow or on.")] = "on",
    model: Model = "models/default",
    json: JsonTarget = None,
) -> None:
    """Look at a whole fleet over HTTP, each camera once a period; tell who was looked at on time."""
    from gridwatch.bench.fleet import bench_fleet, first_looks_s
    from gridwatch.bench.folder import Bench

    mode = gate_mode(gate)
    bench = Bench(cameras=cameras, period_s=period, gate=mode, change_share=change_share, model=model)
    before = first_looks_s(bench) if warm is None else warm
    found = measured(
        lambda progress: bench_fleet(bench, seconds=seconds, warm_s=before, progress=progress),
        "Looking",
        before + seconds,
    )
    tell(
        json,
        f"{found.on_time_share:.2%} on time of {found.looks} looks at {cameras} cameras;"
        f" started late by {found.late_p50_s:g} s (half) and {found.late_p99_s:g} s (99 %);"
        f" {found.cores:.2f} cores, {found.rss_mb:.0f} MB; the detector ran on {found.detected_share:.0%}",
    )
    keep(json, found.to_json())
