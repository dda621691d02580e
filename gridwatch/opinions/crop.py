"""The enlarged tile around a box: where it is cut, and how boxes found in it are told in the whole picture. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.frame import Image
from core.geometry import Box

MIN_PX = 96  # a smaller tile shows nothing of what surrounds the thing


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """A part of a picture, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int
    width: int  # of the whole picture
    height: int

    @property
    def gain(self) -> float:
        """How much larger things become when the tile is fitted to the input that the picture was fitted to."""
        return max(self.width, self.height) / max(self.x1 - self.x0, self.y1 - self.y0)

    def cut(self, image: Image) -> Image:
        """Return the part, copied. image: (h, w, 3) uint8 BGR."""
        return np.ascontiguousarray(image[self.y0 : self.y1, self.x0 : self.x1])

    def inside(self, box: Box) -> Box:
        """Return a box of the whole picture in the tile's own shares, clipped to it."""
        wide, high = self.x1 - self.x0, self.y1 - self.y0
        return Box.of(
            [
                (box.x0 * self.width - self.x0) / wide,
                (box.y0 * self.height - self.y0) / high,
                (box.x1 * self.width - self.x0) / wide,
                (box.y1 * self.height - self.y0) / high,
            ]
        )


def tile_around(box: Box, *, width: int, height: int, enlarge: float) -> Tile:
    """Return the square of `enlarge` times the box's longer side around it, moved into the picture, cut to it.

    width, height: of the picture, in pixels.
    """
    longer = max((box.x1 - box.x0) * width, (box.y1 - box.y0) * height)
    side = max(MIN_PX, round(enlarge * longer))
    centre_x, centre_y = box.centre
    x0, x1 = _span(centre_x * width, side, width)
    y0, y1 = _span(centre_y * height, side, height)
    return Tile(x0=x0, y0=y0, x1=x1, y1=y1, width=width, height=height)


def _span(centre: float, side: int, room: int) -> tuple[int, int]:
    if side >= room:
        return 0, room
    start = min(max(0, round(centre - side / 2)), room - side)
    return start, start + side
