"""What all motor vehicles share: wheels and upright plates, and the colours of glass, tyres and plastic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gridwatch.simulator.render.builder import Builder

GLASS = (40.0, 36.0, 32.0)
DARK = (34.0, 33.0, 32.0)
CLEAR = (232.0, 235.0, 238.0)
RED = (34.0, 30.0, 170.0)
_TYRE = (30.0, 30.0, 31.0)
_RIM = (150.0, 150.0, 150.0)


def panel(
    builder: Builder,
    centre: tuple[float, float, float],
    size: tuple[float, float],
    facing: int,
    colour: Sequence[float],
    *,
    gloss: float = 0.0,
    bias: float = 0.0,
) -> None:
    """A flat upright plate that looks forward (facing 1) or back (-1)."""
    x, y, z = centre
    w, h = size[0] / 2, size[1] / 2
    corners = [(x - w, y, z - h), (x + w, y, z - h), (x + w, y, z + h), (x - w, y, z + h)]
    builder.polygon(corners, colour, middle=(x, y - facing, z), gloss=gloss, bias=bias)


def wheel(builder: Builder, x: float, y: float, radius: float, side: int, bias: float = 0.35) -> None:
    """Add a wheel whose outer face is at x; `side` -1 left, 1 right; `bias` lifts it over flat body sides."""
    builder.tube((x - side * 0.18, y, radius), (x, y, radius), radius, radius, _TYRE, sides=14)
    out = (side, 0, 0)
    builder.disc((x + side * 0.006, y, radius + 0.035), out, radius * 1.17, (20, 20, 20), sides=18, bias=bias)
    builder.disc((x + side * 0.01, y, radius), out, radius, _TYRE, sides=18, bias=bias + 0.05)
    builder.disc(
        (x + side * 0.014, y, radius), out, radius * 0.70, _RIM, sides=14, bias=bias + 0.09, gloss=0.25
    )
    for i in range(5):  # gaps between the spokes
        turn = 2 * math.pi * i / 5
        spot = (x + side * 0.016, y + radius * 0.42 * math.cos(turn), radius * (1 + 0.42 * math.sin(turn)))
        builder.disc(spot, out, radius * 0.15, (52, 52, 53), sides=6, bias=bias + 0.12)
