"""Public links in the database: mixed into the SQL reader and writer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from alerts.store.cursor import instant, micros
from alerts.store.public import PublicLink
from alerts.store.sql_trail import Scribe
from alerts.store.tables import public_link
from alerts.store.trail import linked, unlinked
from core.errors import NotFound


class SqlPublicReader:
    """The questions of `public.PublicReader`."""

    _connection: Connection

    def public_link(self, token_sha256: str) -> PublicLink | None:
        """Return the link with this token: by its unique index."""
        return self._one(public_link.c.token_sha256 == token_sha256)

    def public_links(self, incident_id: str) -> tuple[PublicLink, ...]:
        """Return the links of one case, oldest first."""
        found = (
            select(public_link)
            .where(public_link.c.incident_id == incident_id)
            .order_by(public_link.c.made_at, public_link.c.id)
        )
        return tuple(link_of(row) for row in self._connection.execute(found))

    def _one(self, which: Any) -> PublicLink | None:
        row = self._connection.execute(select(public_link).where(which)).first()
        return None if row is None else link_of(row)


class SqlPublicWriter(SqlPublicReader):
    """The changes of `public.PublicWriter`."""

    _scribe: Scribe

    def put_public_link(self, link: PublicLink) -> None:
        """Keep a new link."""
        values = {
            "id": link.id,
            "incident_id": link.incident_id,
            "token_sha256": link.token_sha256,
            "made_at": micros(link.made_at),
            "made_by": link.made_by,
            "expires_at": micros(link.expires_at),
            "revoked_at": None if link.revoked_at is None else micros(link.revoked_at),
        }
        self._connection.execute(insert(public_link), values)
        self._scribe.add(linked(link))

    def revoke_public_link(self, link_id: str, now: datetime, who: str) -> PublicLink:
        """Take a link back, for good."""
        link = self._one(public_link.c.id == link_id)
        if link is None:
            raise NotFound(f"no public link {link_id}")
        if link.revoked_at is not None:
            return link
        self._connection.execute(
            update(public_link).where(public_link.c.id == link_id).values(revoked_at=micros(now))
        )
        self._scribe.add(unlinked(link, now, who))
        return replace(link, revoked_at=now)


def link_of(row: Row[Any]) -> PublicLink:
    """Return the record of one row."""
    return PublicLink(
        id=row.id,
        incident_id=row.incident_id,
        token_sha256=row.token_sha256,
        made_at=instant(row.made_at),
        made_by=row.made_by,
        expires_at=instant(row.expires_at),
        revoked_at=None if row.revoked_at is None else instant(row.revoked_at),
    )
