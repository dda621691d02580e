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
