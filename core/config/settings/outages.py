"""When many cameras that fail together are one outage."""

from __future__ import annotations

from pydantic import Field

from core.config.base import Model


class OutageRule(Model):
    """When many cameras that do not answer are one outage of what they have in common, told once."""

    share: float = Field(default=0.5, gt=0, le=1)
    """Share of a group's cameras (one host, street, owner, the district) that go down together ..."""
    least: int = Field(default=8, ge=2, le=100000)
    """... and at least so many of them; of one host three are enough."""
    many: int = Field(default=50, ge=2, le=100000)
    """So many are an outage whatever their share."""
    window_s: float = Field(default=300, gt=0, le=3600)
    """Together: within so many seconds of each other."""
    settle_s: float = Field(default=60, ge=0, le=600)
    """Seconds that the others get to follow before it is told, and that a single camera's alarm waits."""
    rest_share: float = Field(default=0.02, ge=0, le=0.5)
    """It is over when no more than this share of its cameras are still down ..."""
    linger_s: float = Field(default=600, ge=0, le=86400)
    """... or so many seconds after the first came back."""
