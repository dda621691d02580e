"""The console's session and the figures of the district."""

from __future__ import annotations

from pydantic import Field

from api.models.base import Told


class SessionIn(Told):
    """Opens the console."""

    token: str = Field(min_length=1, max_length=512)
    """The API token."""


class Figures(Told):
    """The district at a glance."""

    cameras: int
    """Enabled."""
    on_time_share: float
    """Looks started on time, of those due in the last ten minutes."""
    looks: int
    """In the same time."""
    states: dict[str, int]
    """Cameras by state of health."""
    incidents: dict[str, int]
    """By status."""
    waiting: dict[str, int]
    """Incidents that wait for an operator, by reason, and `overdue` ones; what is not named is 0."""
    deliveries: dict[str, int]
    """By state."""
