"""Which cameras are looked at more often than their period says."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.config.base import Model
from core.config.settings.fields import SWITCH


class Attention(Model):
    """Which cameras are looked at more often than their period says, and what the others give for it.

    The looks of the whole fleet stay what the periods would have spent; see `ingest/attention.py`.
    """

    mode: Annotated[Literal["off", "on"], SWITCH] = "off"
    """off: every camera is looked at once in its period. on: some more often, the others give the looks for it."""
    candidate: float = Field(default=3, ge=1, le=20)
    """Times as often: a camera with something that is not confirmed yet, and for `linger_s` after. Its confirming
    looks come by its profile's pace as ever; this is for what they leave."""
    asked: float = Field(default=3, ge=1, le=20)
    """Times as often: a camera through which an operator looked in the last `linger_s`."""
    incident: float = Field(default=1, ge=1, le=20)
    """Times as often: a camera that sees something confirmed. More than 1 sees sooner that it is gone."""
    history: float = Field(default=2, ge=1, le=20)
    """Times as often: a camera that was alarmed notably more often than others in the last `history_days`."""
    history_days: float = Field(default=14, gt=0, le=365)
    """Days for which an incident counts as history; rejected ones never do."""
    history_least: int = Field(default=2, ge=1, le=1000)
    """Notably more often: at least so many incidents ..."""
    history_times: float = Field(default=2.5, ge=1, le=100)
    """... and at least so many times the fleet's mean."""
    linger_s: float = Field(default=900, ge=0, le=86400)
    """Seconds for which a candidate that is gone, or an operator's look, still counts."""
    stretch: float = Field(default=1.5, ge=1, le=10)
    """A quiet camera's period becomes at most so many times its own; what that frees is all there is to give."""
    max_period_s: float = Field(default=600, gt=0, le=86400)
    """Nor is a period lengthened beyond this. One that a profile or camera states itself is never shortened by it."""
    min_period_s: float = Field(default=10, gt=0, le=86400)
    """No period is shortened below this."""
