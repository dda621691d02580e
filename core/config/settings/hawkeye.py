"""Whether PTZ cameras are turned to what has just been raised."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from core.config.base import Model, Slug
from core.matter import Severity


class Hawkeye(Model):
    """A second view by a camera that can be turned (a "hawk-eye"), taken when an incident opens."""

    mode: Literal["off", "on"] = "off"
    """Whether cameras are turned at all. One that was left turned is sent home either way."""
    matters: tuple[Slug, ...] = ()
    """Matters that are worth a second view; empty: all."""
    least_severity: Severity = "minor"
    """Severity from which on: minor, moderate, severe, extreme."""
    at_once: int = Field(default=4, ge=1, le=64)
    """Cameras that are turned at the same time."""
    waiting: int = Field(default=8, ge=1, le=100)
    """Incidents that wait for one camera; the least severe and latest are left out, counted and told."""
    patience_s: float = Field(default=300, gt=0, le=3600)
    """An incident that has waited so long gets no second view: it would show something else."""
    turn_s: float = Field(default=30, ge=2, le=120)
    """Seconds in which a camera must have arrived."""
    settle_s: float = Field(default=1.5, ge=0, le=20)
    """Seconds from arrival to the picture: focus, exposure, a device's own picture cache."""
    again_s: float = Field(default=30, ge=1, le=3600)
    """Seconds to the next try to bring a camera home that did not come; doubled each time, at most 15 minutes."""
    most_hold_s: float = Field(default=14400, ge=60, le=86400)
    """The longest time for which a person may hold a camera."""
