"""One picture of the merge bench: wrongly merged by distance, wrongly split by how vague the places are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from gridwatch.bench.merge import DISTANCES_M, NO_POINT, RADII_M, Confusion, named_radius

_COLOURS = ("#0060c0", "#2a9d5c", "#d08000", "#c03030", "#7050a0")
_FEWEST = 20  # pairs; a share of fewer is not drawn


def draw(judged: Confusion, beside: Sequence[tuple[str, Confusion]], path: Path) -> None:
    """Draw one setting, and the splits of others beside it; the ending of `path` says the format."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.8, 4.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    middles = [(a + b) / 2 for a, b in pairwise(DISTANCES_M)]
    for r, colour in zip(range(len(RADII_M) - 1), _COLOURS, strict=True):
        cells = [judged.merged.get((d, r)) for d in range(len(middles))]
        drawn = [
            (x, 100 * c.wrong / c.pairs)
            for x, c in zip(middles, cells, strict=True)
            if c is not None and c.pairs >= _FEWEST
        ]
        if drawn:
            xs, ys = zip(*drawn, strict=True)
            left.plot(xs, ys, color=colour, marker="o", markersize=4, label=f"radius {named_radius(r)}")
    left.set_xlabel("metres between two heaps")
    left.set_ylabel("pairs of sightings wrongly merged, %")
    left.set_title("Two heaps taken for one", fontsize=10)
    left.axvline(30, color="#888888", linestyle=":", linewidth=1)
    left.set_ylim(bottom=0)
    left.grid(visible=True, alpha=0.3)
    if left.lines[:-1]:
        left.legend(fontsize=9)
    classes = [*range(len(RADII_M) - 1), NO_POINT]
    ways = [("chosen", judged), *beside]
    width = 0.8 / len(ways)
    for number, (name, one) in enumerate(ways):
        shares = [100 * (one.split[r].share or 0) if r in one.split else 0 for r in classes]
        settings = one.merging
        label = f"{name}: {settings.distance_m:g} m, {settings.radius_share:g}, {settings.most_m:g} m"
        at = [x + (number - (len(ways) - 1) / 2) * width for x in range(len(classes))]
        right.bar(at, shares, width, label=label)
    right.set_xticks(range(len(classes)), [named_radius(r) for r in classes])
    right.set_xlabel("mean radius of the two places")
    right.set_ylabel("pairs of sightings wrongly split, %")
    right.set_title("One heap taken for two (distance_m, radius_share, most_m)", fontsize=10)
    right.grid(visible=True, axis="y", alpha=0.3)
    right.legend(fontsize=9)
    figure.savefig(path, dpi=110)
