"""The looks: what may be spent at once, deadlines and limits of one, and when its picture is nothing to decide on."""

from __future__ import annotations

from pydantic import Field

from core.config.base import Model


class Budgets(Model):
    """What may be spent at once. The schedule never exceeds any of these."""

    sessions: int = Field(default=128, ge=1, le=10000)
    """Looks under way in total."""
    sessions_per_host: int = Field(default=4, ge=1, le=1000)
    """Looks under way on one host; an NVR answers for 64 channels."""
    sessions_per_owner: int = Field(default=64, ge=1, le=10000)
    """Looks under way on one owner's cameras."""
    failing_share: float = Field(default=0.5, gt=0, le=1)
    """Share of `sessions` and of `sessions_per_owner` that patrol looks at cameras which did not answer last time may
    take: those that hang until their deadline leave the others room."""
    failing_per_s: float = Field(default=25, gt=0, le=10000)
    """Such looks started in a second: a network that comes back is not stormed."""
    watched: int = Field(default=16, ge=0, le=1000)
    """Cameras that operators watch live at once; each takes a session of the budgets above, its viewers share it."""
    looks_per_s: float = Field(default=200, gt=0, le=100000)
    """Looks started in a second."""
    pictures_per_s: float = Field(default=200, gt=0, le=100000)
    """Pictures given to the detector in a second."""
    waiting_pictures: int = Field(default=64, ge=1, le=10000)
    """Pictures waiting for the detector. Looks wait where theirs would find no room; above it the oldest is shed."""


class Looking(Model):
    """Deadlines and limits of one look."""

    open_s: float = Field(default=3, gt=0, le=60)
    """Seconds to connect."""
    read_s: float = Field(default=5, gt=0, le=60)
    """Seconds for the picture."""
    onvif_s: float = Field(default=5, gt=0, le=60)
    """Seconds for one ONVIF call."""
    max_bytes: int = Field(default=16_000_000, ge=10_000)
    """Largest snapshot in bytes."""
    max_pixels: int = Field(default=40_000_000, ge=10_000)
    """Largest picture in pixels (width x height)."""
    backoff_s: float = Field(default=5, gt=0)
    """First wait after a failed look; doubles with full jitter ..."""
    backoff_max_s: float = Field(default=600, gt=0)
    """... up to this."""
    circuit_failures: int = Field(default=5, ge=1)
    """Failures in a row of one host that open its circuit."""
    circuit_s: float = Field(default=60, gt=0)
    """Seconds an open circuit rests before one trial look."""
    refused_logins: int = Field(default=2, ge=1, le=5)
    """Refused logins after which that camera is not logged in to again until its credential changes."""
    clock_tolerance_s: float = Field(default=300, gt=0)
    """A camera clock further off than this is a health event."""


class Quality(Model):
    """When a picture is nothing to decide on. Grey levels 0..255 on a 64-row grey picture."""

    black_below: float = Field(default=12, ge=0, le=255)
    """Mean grey level below which, with little contrast, a picture is black."""
    bright_share: float = Field(default=0.6, gt=0, le=1)
    """Share of pixels at 250 or more above which it is overexposed."""
    flat_below: float = Field(default=6, ge=0)
    """Standard deviation below which a dark or bright picture holds nothing."""
    blur_below: float = Field(default=12, ge=0)
    """Variance of the Laplacian (on a 360-row grey picture) below which it is blurred."""
    frozen_looks: int = Field(default=5, ge=2)
    """Identical pictures in a row that mean a frozen camera."""
    turned_below: float = Field(default=0.25, ge=0, le=1)
    """Share of the reference's structure found again, below which the camera looks elsewhere."""
