"""Where an incident is: coordinate, datum, origin, radius, and the path through the grid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.geo import LonLat


class PlaceOrigin(StrEnum):
    """How the coordinate was found, from best to coarsest."""

    HOMOGRAPHY = "homography"  # point pairs on the ground
    POSE = "pose"  # camera height, heading, tilt and field of view
    ZONE = "zone"  # centre of a zone with a known position
    CAMERA = "camera"  # the camera itself: the point would have been false
    REPORTED = "reported"  # as somebody outside told it
    GRID = "grid"  # middle of a cell of the grid: nothing better was told


@dataclass(frozen=True, kw_only=True, slots=True)
class GridCell:
    """One polygon of one grid level."""

    level: str  # district | street | community | grid
    code: str  # 6, 9, 12 or 15 digits
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place on the ground."""

    point: LonLat
    radius_m: float  # 95 % of true places lie within
    origin: PlaceOrigin
    grid: tuple[GridCell, ...] = ()  # district first; empty when outside of every polygon

    @property
    def grid_code(self) -> str | None:
        """The deepest code known, or None outside of the district."""
        return self.grid[-1].code if self.grid else None
