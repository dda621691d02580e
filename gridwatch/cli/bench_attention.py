"""`gridwatch bench attention`: how much sooner events are alarmed when some cameras are looked at more often."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import JsonTarget
from gridwatch.cli.progress import track
from gridwatch.cli.show import out, write_json


def attention(
    seed: Annotated[int, typer.Option(help="Of places, events and what is seen of them.")] = 0,
    scale: Annotated[
        float, typer.Option(help="Measured days, as a share of the usual three.", min=0.2, max=20)
    ] = 1.0,
    plot: Annotated[
        Path | None, typer.Option(help="Picture to draw: .png, .svg or .pdf.", dir_okay=False)
    ] = None,
    json: JsonTarget = None,
) -> None:
    """Live through simulated days by round robin, with confirming looks, and with attention; the same looks each."""
    from core.config.settings import Attention
    from gridwatch.bench.attention import bench_attention, looks_of, settings_of

    if plot is not None and plot.suffix.lower() not in {".png", ".svg", ".pdf"}:
        raise typer.BadParameter("give a file that ends in .png, .svg or .pdf", param_hint="--plot")
    found = []
    for setting in settings_of(seed, scale=scale):
        with track(setting.name, looks_of(setting)) as progress:
            one = bench_attention(setting, Attention(), progress=progress)
        found.append(one)
        out.print(f"{setting.name}: {one.events} events, {one.plan_looks} looks by plan")
        for way in one.ways:
            out.print(
                f"  {way.name}: {way.looks} looks, {way.confirming} of them confirming; {way.alarmed} alarmed, after"
                f" {way.p50_s:.0f} s (half), {way.p95_s:.0f} s (95 %); nobody waited more than"
                f" {way.longest_wait_s:.0f} s; {way.false_alarms} false alarms"
            )
        for name, (mean, low, high) in one.sooner_s.items():
            out.print(
                f"  attention is {mean:.0f} s sooner than {name} on average (95 % interval {low:.0f} to {high:.0f})"
            )
    if plot is not None:
        from gridwatch.bench.attention_plot import draw

        draw(found, plot)
    if json is not None:
        settings = {one.setting.name: one.to_json() for one in found}
        write_json(json, {"seed": seed, "attention": Attention().model_dump(), "settings": settings})
