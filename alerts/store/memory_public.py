"""Public links in memory: mixed into the twin of the SQL store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.store.public import PublicLink
from alerts.store.trail import linked, unlinked
from core.errors import NotFound, StoreError


class MemoryPublicReader:
    """The questions of `public.PublicReader`."""

    tables: Any

    def public_link(self, token_sha256: str) -> PublicLink | None:
        """Return the link with this token, or None."""
        links = self.tables.public_links.values()
        return next((link for link in links if link.token_sha256 == token_sha256), None)

    def public_links(self, incident_id: str) -> tuple[PublicLink, ...]:
        """Return the links of one case, oldest first."""
        found = [link for link in self.tables.public_links.values() if link.incident_id == incident_id]
        return tuple(sorted(found, key=lambda link: (link.made_at, link.id)))


class MemoryPublicWriter(MemoryPublicReader):
    """The changes of `public.PublicWriter`."""

    _table: Callable[[str], dict[Any, Any]]
    _add: Callable[..., None]

    def put_public_link(self, link: PublicLink) -> None:
        """Keep a new link."""
        if link.incident_id not in self.tables.incidents:
            raise StoreError(f"{link.id}: its incident {link.incident_id} is not kept")
        if link.id in self.tables.public_links or self.public_link(link.token_sha256) is not None:
            raise StoreError(f"{link.id}: there is a link with this id or token")
        self._table("public_links")[link.id] = link
        self._add(linked(link))

    def revoke_public_link(self, link_id: str, now: datetime, who: str) -> PublicLink:
        """Take a link back, for good."""
        link: PublicLink | None = self.tables.public_links.get(link_id)
        if link is None:
            raise NotFound(f"no public link {link_id}")
        if link.revoked_at is not None:
            return link
        self._table("public_links")[link_id] = after = replace(link, revoked_at=now)
        self._add(unlinked(link, now, who))
        return after
