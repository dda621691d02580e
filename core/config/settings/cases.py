"""The city's case: which of its files count, and what is sent back to it."""

from __future__ import annotations

from pydantic import Field

from core.config.base import Model, Slug


class Cases(Model):
    """The city's case behind an incident."""

    calendar: Slug | None = None
    """Which calendar of configs/calendar/ time limits are counted by; left out: the only one there."""
    units: Slug | None = None
    """Which table of configs/units/ names the responsible unit; left out: the only one there."""
    send_back: int = Field(default=1, ge=0, le=20)
    """Times that a case which was called handled and is still there goes back to the platform by itself; from then on
    it waits for an operator."""
