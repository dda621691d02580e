"""`gridwatch bench attention`: how much sooner events are alarmed when some cameras are looked at more often."""

from __future__ import annotations

from typing import Annotated

import typer

from gridwatch.cli.benching import Plot, keep, shown, tell
from gridwatch.cli.config import JsonTarget


def attention(
    seed: Annotated[int, typer.Option(help="Of places, events and what is seen of them.")] = 0,
    scale: Annotated[
        float, typer.Option(help="Measured days, as a share of the usual three.", min=0.2, max=20)
    ] = 1.0,
    plot: Plot = None,
    json: JsonTarget = None,
) -> None:
    """Live through simulated days by round robin, with confirming looks, and with attention; the same looks each."""
    from core.config.settings.attention import Attention
    from gridwatch.bench.attention import bench_attention, looks_of, settings_of

    found = []
    for setting in settings_of(seed, scale=scale):
        with shown(setting.name, looks_of(setting)) as progress:
            one = bench_attention(setting, Attention(), progress=progress)
        found.append(one)
        tell(json, f"{setting.name}: {one.events} events, {one.plan_looks} looks by plan")
        for way in one.ways:
            tell(
                json,
                f"  {way.name}: {way.looks} looks, {way.confirming} of them confirming; {way.alarmed} alarmed, after"
                f" {way.p50_s:.0f} s (half), {way.p95_s:.0f} s (95 %); nobody waited more than"
                f" {way.longest_wait_s:.0f} s; {way.false_alarms} false alarms",
            )
        for name, (mean, low, high) in one.sooner_s.items():
            tell(
                json,
                f"  attention is {mean:.0f} s sooner than {name} on average (95 % interval {low:.0f} to {high:.0f})",
            )
    if plot is not None:
        from gridwatch.bench.attention_plot import draw

        draw(found, plot)
    settings = {one.setting.name: one.to_json() for one in found}
    keep(json, {"seed": seed, "attention": Attention().model_dump(), "settings": settings})
