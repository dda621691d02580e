"""What fails together, as the API tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from api.models.base import Told
from core.reason import Reason
from ingest.outage import Outage


class OutageOut(Told):
    """One alarm in place of many: cameras that went dark together."""

    id: str
    """Give it to /api/v1/cameras?outage= for the cameras that it explains."""
    state: Literal["dark", "returning", "over"]
    """returning: some are back, the others are being tried."""
    title: str
    """What an operator reads, in Chinese."""
    title_en: str
    """The same in English."""
    group: Literal["host", "street", "owner", "district"]
    """What they have in common."""
    name: str
    """Host, street code, owner or district code."""
    cameras: int
    """That it explains, also those that are back."""
    down: int
    """Of these, now."""
    members: int
    """Cameras of the group."""
    since: datetime
    """The first of them went down."""
    told_at: datetime
    """It was told."""
    returned_at: datetime | None
    """Some were back."""
    ended_at: datetime | None
    """It was over."""
    held_back: int
    """Alarms of single cameras that it made needless."""

    @classmethod
    def of(cls, outage: Outage, reason: Reason) -> OutageOut:
        """Tell an outage."""
        return cls(
            id=outage.id,
            state="over" if outage.ended_at else "returning" if outage.returned_at else "dark",
            title=reason.tell("zh"),
            title_en=reason.tell("en"),
            group=outage.group.kind.value,
            name=outage.group.name,
            cameras=len(outage.cameras),
            down=outage.down,
            members=outage.members,
            since=outage.since,
            told_at=outage.told_at,
            returned_at=outage.returned_at,
            ended_at=outage.ended_at,
            held_back=outage.held_back,
        )
