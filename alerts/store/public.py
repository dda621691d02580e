"""What a store keeps of public links: a page about one case, for whoever holds its token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicLink:
    """One link. The token itself is kept nowhere: a copy of the database opens no page."""

    id: str
    incident_id: str
    token_sha256: str  # hex
    made_at: datetime
    made_by: str  # "operator:..."; not shown on the page
    expires_at: datetime
    revoked_at: datetime | None = None

    def opens(self, now: datetime) -> bool:
        """Return whether it shows its page."""
        return self.revoked_at is None and now < self.expires_at


class PublicReader(Protocol):
    """What can be asked."""

    def public_link(self, token_sha256: str) -> PublicLink | None:
        """Return the link with this token, whatever became of it, or None."""
        ...

    def public_links(self, incident_id: str) -> tuple[PublicLink, ...]:
        """Return the links of one case, oldest first, those that no longer open included."""
        ...


class PublicWriter(PublicReader, Protocol):
    """What can be changed within one transaction."""

    def put_public_link(self, link: PublicLink) -> None:
        """Keep a new link; that it was made is a row of the case's trail. Its case must be kept."""
        ...

    def revoke_public_link(self, link_id: str, now: datetime, who: str) -> PublicLink:
        """Take a link back, for good; NotFound where there is none. Again changes nothing."""
        ...
