"""One picture of the attention bench: the share of events alarmed by the time since they began."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gridwatch.bench.attention import Found

_STYLE = {"round robin": ("#888888", ":"), "confirming": ("#d08000", "--"), "attention": ("#0060c0", "-")}
_LONGEST_S = 1500.0


def draw(found: Sequence[Found], path: Path) -> None:
    """Draw one panel for each setting; the ending of `path` says the format."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.2 * len(found), 4.4), layout="constrained")
    panels = figure.subplots(1, len(found), sharey=True, squeeze=False)[0]
    for panel, one in zip(panels, found, strict=True):
        for way in one.ways:
            colour, line = _STYLE[way.name]
            share = [100 * (i + 1) / max(1, one.events) for i in range(len(way.latencies_s))]
            label = f"{way.name}: median {way.p50_s:.0f} s, 95 % {way.p95_s:.0f} s"
            end = max([_LONGEST_S, *way.latencies_s[-1:]])
            panel.step(
                [*way.latencies_s, end],
                [*share, *share[-1:]] or [0.0],
                where="post",
                color=colour,
                linestyle=line,
                label=label,
            )
        recipe = one.setting.recipe
        panel.set_title(
            f"{one.setting.name}: {recipe.cameras} cameras, {recipe.events} events a day,"
            f"\n{one.events} events, {one.ways[-1].looks:,} looks each",
            fontsize=10,
        )
        panel.set_xlim(300, _LONGEST_S)
        panel.set_ylim(0, 100)
        panel.set_xlabel("seconds from the start of an event to its alarm")
        panel.grid(visible=True, alpha=0.3)
        panel.legend(loc="lower right", fontsize=9)
    panels[0].set_ylabel("events alarmed, %")
    figure.savefig(path, dpi=110)
