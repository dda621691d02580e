"""What is really there: boxes of a picture, and the events that should become incidents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.geo import LonLat
from core.geometry import Box
from gridwatch.simulator.render.renderer import Composition
from gridwatch.simulator.render.stage import visible_shares
from gridwatch.simulator.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class TruthBox:
    """One thing that a camera sees."""

    name: str  # one of world.CLASSES
    box: Box  # relative, cut at the picture's edge
    actor_id: str
    place: LonLat  # where it stands, WGS-84
    share: float  # of its outline in the picture that is behind nothing, 0..1
    inside: float  # of its whole box that is in the picture, 0..1
    distance_m: float  # along the line of sight


def boxes(
    world: World, seen: Composition, *, min_share: float = 0.05, min_pixels: float = 4.0
) -> list[TruthBox]:
    """Boxes of all labelled things of a picture, nearest first.

    Left out is what shows less than `min_share` of itself, or less than `min_pixels` in width or height.
    """
    shares = visible_shares(seen.cuts, seen.wall)
    height, width = seen.wall.shape
    found = []
    for cut in sorted(seen.cuts, key=lambda c: c.depth):
        name = cut.actor.label
        share, inside = shares[cut.actor.id]
        if name is None or share < min_share:
            continue
        x0, y0, x1, y1 = np.clip(cut.sprite.extent, 0, [width, height, width, height])
        if min(x1 - x0, y1 - y0) < min_pixels:
            continue
        found.append(
            TruthBox(
                name=name, box=Box.of([x0 / width, y0 / height, x1 / width, y1 / height]), actor_id=cut.actor.id,
                place=world.lonlat(cut.actor.x, cut.actor.y), share=share, inside=inside, distance_m=cut.depth,
            )
        )  # fmt: skip
    return found
