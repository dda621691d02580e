"""Public links as operators make and see them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from alerts.store.public import PublicLink
from api.models.base import Told


class PublicLinkIn(Told):
    """A link to be made."""

    who: str = Field(min_length=1, max_length=64)
    """Who makes it; kept in the trail, not shown on the page."""
    days: float = Field(default=90, gt=0, le=400)
    """How long it opens."""


class TakeBackIn(Told):
    """A link to be ended."""

    who: str = Field(min_length=1, max_length=64)
    """Who ends it; kept in the trail."""


class PublicLinkOut(Told):
    """A link as it stands; its address is told once, when it is made."""

    id: str
    """Ours, to take it back by."""
    made_at: datetime
    """When."""
    made_by: str
    """By whom."""
    expires_at: datetime
    """Until when it opens."""
    revoked_at: datetime | None
    """When it was taken back; null: it was not."""
    opens: bool
    """Whether it opens now."""

    @classmethod
    def of(cls, link: PublicLink, now: datetime) -> PublicLinkOut:
        """Tell a link."""
        return cls(
            id=link.id,
            made_at=link.made_at,
            made_by=link.made_by,
            expires_at=link.expires_at,
            revoked_at=link.revoked_at,
            opens=link.opens(now),
        )


class NewPublicLink(Told):
    """A link that was just made."""

    link: PublicLinkOut
    """As it is kept."""
    path: str
    """Path of the page below this Gridwatch's public address."""
    url: str | None
    """The whole address, by `api.public_url` of the settings; null where that is not set. It is kept nowhere: whoever
    loses it needs a new one."""
