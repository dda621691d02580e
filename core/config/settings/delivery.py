"""How hard it is tried to tell receivers; who they are stands in configs/receivers/."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.config.base import Model, Slug
from core.config.settings.fields import HttpAddressOrNone

Wait = Annotated[float, Field(ge=0, le=604800)]
"""Seconds, at most a week."""


class Delivery(Model):
    """How hard to try."""

    source: str = "urn:gridwatch:demo"
    """CloudEvents source: unique for this Gridwatch."""
    retry_s: tuple[Wait, ...] = (
        5,
        300,
        1800,
        7200,
        18000,
        36000,
        50400,
        72000,
        86400,
    )
    """Waits between attempts, about three days in all (Standard Webhooks' example)."""
    jitter: float = Field(default=0.1, ge=0, le=1)
    """Each wait is lengthened by up to this share."""
    in_flight: int = Field(default=16, ge=1, le=256)
    """Attempts under way at once."""
    callback_secret: Slug = "callback"  # noqa: S105 - the name of a secret, not the secret
    """Name of the secret with which the platform signs its case status."""
    evidence_url: HttpAddressOrNone = ""
    """Public base address of evidence links; empty leaves pictures out of the payload."""
    evidence_link_s: float = Field(default=7 * 86400, gt=0)
    """Seconds an evidence link is valid."""
