"""`gridwatch bench merge`: how often two heaps become one incident, and one heap two."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

import typer

from gridwatch.cli.benching import Plot, keep, shown, tell
from gridwatch.cli.config import JsonTarget


def merge(
    seed: Annotated[int, typer.Option(help="Of heaps, cameras and their errors.")] = 0,
    places: Annotated[int, typer.Option(help="Places with two heaps each.", min=10, max=100_000)] = 1500,
    tune: Annotated[bool, typer.Option(help="Also try other settings, on the next seed's places.")] = False,
    plot: Plot = None,
    json: JsonTarget = None,
) -> None:
    """Put two heaps 5-60 m apart before 1-4 cameras that err as the location model says, and count what is confused."""
    from core.config.settings.merging import Merging
    from gridwatch.bench.merge import (
        DISTANCES_M,
        NO_POINT,
        RADII_M,
        bench_merge,
        judge,
        named_cases,
        named_radius,
        work,
    )

    merging = Merging()
    with shown("merging", work(places, tune=tune)) as progress:
        found, tried = bench_merge(seed=seed, count=places, tune=tune, progress=progress)
    named = named_cases(merging, seed=seed)
    judged = judge(found, merging, named=named)
    classes = [*range(len(RADII_M) - 1), NO_POINT]
    tell(
        json,
        f"{places} places; {judged.right} with one incident for each heap that was seen",
        f"wrongly merged: {judged.wrongly_merged.wrong} of {judged.wrongly_merged.pairs} pairs of two heaps",
        f"wrongly split: {judged.wrongly_split.wrong} of {judged.wrongly_split.pairs} pairs of one heap",
        *(f"{name}: {share:.1%}" for name, share in named.items()),
        "wrongly merged, by metres apart (rows) and mean radius (columns):",
        "          " + "".join(f"{named_radius(r):>12}" for r in classes),
    )
    for d, (low, high) in enumerate(pairwise(DISTANCES_M)):
        cells = [judged.merged.get((d, r)) for r in classes]
        row = "".join(f"{f'{c.wrong}/{c.pairs}' if c else '-':>12}" for c in cells)
        tell(json, f"{f'{low:g}-{high:g} m':>10}{row}")
    row = "".join(f"{f'{c.wrong}/{c.pairs}' if c else '-':>12}" for c in map(judged.split.get, classes))
    tell(json, "wrongly split:", f"{'':>10}{row}")
    for one in tried[:5]:
        m = one.merging
        tell(
            json,
            f"tried {m.distance_m:g} m, {m.radius_share:g}, {m.most_m:g} m: cost {one.cost:.3f}, merged "
            f"{one.wrongly_merged.share or 0:.2%}, split {one.wrongly_split.share or 0:.2%}, named cases "
            f"{min(one.named.values()):.1%}",
        )
    if plot is not None:
        from gridwatch.bench.merge_plot import draw

        plain = merging.model_copy(update={"radius_share": 0.0})
        draw(judged, [("without radii", judge(found, plain))], plot)
    tuned = [one.to_json() for one in tried]
    keep(json, {"seed": seed, **judged.to_json(), "tried": tuned})
