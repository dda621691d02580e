"""Cameras that can be turned, and who uses them, as the API tells it."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from api.hawkeyes import HeadNow
from api.models.base import Told


class HoldIn(Told):
    """A person wants to use a camera."""

    who: str = Field(min_length=1, max_length=64)
    """Who; shown to everybody who finds the camera taken."""
    minutes: float = Field(default=15, gt=0, le=1440)
    """For how long at most; hawkeye.most_hold_s bounds it."""


class HeadOut(Told):
    """Where a camera's head is, and who uses it."""

    camera_id: str
    """Ours."""
    stand: str
    """home, turning, looking, away or returning."""
    incident_id: str | None
    """The incident that it is turned for."""
    held_by: str | None
    """Who uses it; it is turned for nobody else, and its looks are not judged."""
    held_until: datetime | None
    """When their time is over; then it goes home."""

    @classmethod
    def of(cls, camera_id: str, head: HeadNow) -> HeadOut:
        """Tell a head."""
        return cls(
            camera_id=camera_id,
            stand=head.stand,
            incident_id=head.incident_id,
            held_by=head.held_by,
            held_until=head.held_until,
        )


class TurnIn(Told):
    """Where to turn a camera that one holds: a preset, home, or a step."""

    who: str = Field(default="", max_length=64)
    """Who holds it, for a token that acts for many; a user is who he is."""
    preset: str | None = Field(default=None, min_length=1, max_length=64)
    """Token of a preset of the device."""
    home: bool = False
    """To its home view."""
    pan_deg: float = Field(default=0, ge=-90, le=90)
    """A step to the right, degrees."""
    tilt_deg: float = Field(default=0, ge=-45, le=45)
    """A step up, degrees."""
    zoom: float = Field(default=0, ge=-1, le=1)
    """A step in, as a share of the zoom's range."""


class TurnedOut(Told):
    """How a turn ended."""

    arrived: bool
    """Whether it stands where it was sent."""
    why: str
    """In Chinese."""
    why_en: str
    """In English."""
    head: HeadOut
    """Where the head is, and who uses it."""
