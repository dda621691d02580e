"""Places: what the ground is made of, which walls and things stand there.

Local axes of a scene: x to the right, y along the street, metres; `turn_deg` turns them clockwise from
north, (x, y) is where their origin lies on the district's plane.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Surface:
    """A convex patch of ground; later ones lie over earlier ones."""

    material: str  # a key of render.ground.MATERIALS
    corners: Corners
    stripe_m: float = 0.0  # period of stripes along x or y; 0 is solid
    stripe_on: float = 0.5  # share of a period that is painted
    stripe_along: str = "y"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """The face of a building, from a to b on the ground."""

    a: tuple[float, float]
    b: tuple[float, float]
    height: float
    style: str  # shops, flats, office, plain
    seed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Prop:
    """A thing that stands still: a key of figures.furniture.KINDS, tree, hedge, bin."""

    kind: str
    x: float
    y: float
    heading_deg: float = 0.0
    seed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A part of the ground with a meaning: what becomes a zone in the pictures of its cameras."""

    id: str
    kind: str  # zone kind: public_ground, road, plaza, works_site
    name: str
    corners: Corners


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """A place of the district."""

    id: str
    kind: str  # street, plaza, works_site, market
    x: float
    y: float
    turn_deg: float
    base: str  # material where no surface lies
    surfaces: tuple[Surface, ...]
    walls: tuple[Wall, ...]
    props: tuple[Prop, ...]
    areas: tuple[Area, ...]

    def world(self, x: float, y: float) -> tuple[float, float]:
        """Local metres to the district's plane (east, north)."""
        angle = math.radians(self.turn_deg)
        return (
            self.x + x * math.cos(angle) + y * math.sin(angle),
            self.y - x * math.sin(angle) + y * math.cos(angle),
        )

    def local(self, east: float, north: float) -> tuple[float, float]:
        """The district's plane to local metres."""
        angle = math.radians(self.turn_deg)
        dx, dy = east - self.x, north - self.y
        return dx * math.cos(angle) - dy * math.sin(angle), dx * math.sin(angle) + dy * math.cos(angle)

    def cleared(self, x: float, y: float, radius: float) -> Scene:
        """The same place without trees, poles and other things within `radius` of a local point."""
        kept = tuple(p for p in self.props if math.hypot(p.x - x, p.y - y) > radius)
        return replace(self, props=kept)


def rectangle(x0: float, y0: float, x1: float, y1: float) -> Corners:
    """Corners of an upright rectangle."""
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
