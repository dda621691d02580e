"""When two views are one incident, and when it is verified."""

from __future__ import annotations

from pydantic import Field

from core.config.base import Model


class Merging(Model):
    """When two views are one incident."""

    distance_m: float = Field(default=12, ge=0, le=500)
    """Largest distance between two views of one matter, beyond their radii's share."""
    point_radius_m: float = Field(default=30, gt=0)
    """A place less certain than this is told as the camera's grid, not as a point."""
    verify_s: float = Field(default=5, ge=0, le=3600)
    """Seconds from "handled" to the first verifying look; a look before that never counts against the crew."""
    verify_give_up_s: float = Field(default=86400, gt=0)
    """Seconds without a decidable look after which the incident is marked as not verified."""
