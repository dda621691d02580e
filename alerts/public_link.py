"""Public links to one case: made by an operator, opened by whoever was given one, ended by time or by hand.

The token is 192 random bits, and only its SHA-256 is kept. Signed tokens would need no row, but could be taken
back one by one only with a list of those taken back; and a copy of the database, or of its backup, must open no page.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from alerts.parting import goes_on_as
from alerts.store.base import Store
from alerts.store.public import PublicLink
from alerts.store.trail import on_record
from core.errors import IllegalStep, NotFound
from core.incident import Incident, Step

BYTES = 24  # of a token
MOST = 20  # links of one case that open at the same time


def token() -> str:
    """Return a new token: 32 characters that an address takes as they are."""
    return secrets.token_urlsafe(BYTES)


def make(
    store: Store, incident_id: str, *, who: str, days: float, now: datetime, new: Callable[[], str] = token
) -> tuple[PublicLink, str]:
    """Make a link; return it with its token, which nobody is told again.

    Raises:
        NotFound: no such incident.
        IllegalStep: a candidate, of which nobody was told; or too many links.
    """
    secret = new()
    digest = _digest(secret)
    link = PublicLink(
        id=f"lnk_{digest[:16]}",
        incident_id=incident_id,
        token_sha256=digest,
        made_at=now,
        made_by=who,
        expires_at=now + timedelta(days=days),
    )
    with store.write() as writer:
        incident = writer.incident(incident_id)
        if incident is None:
            raise NotFound(f"no incident {incident_id}")
        if not on_record(incident):
            raise IllegalStep(f"{incident_id} is {incident.status.value}: there is nothing to show yet")
        if sum(one.opens(now) for one in writer.public_links(incident_id)) >= MOST:
            raise IllegalStep(f"{incident_id} has {MOST} links already; take one back first")
        writer.put_public_link(link)
    return link, secret


def take_back(store: Store, incident_id: str, link_id: str, *, who: str, now: datetime) -> PublicLink:
    """End a link for good.

    Raises:
        NotFound: the case has no such link.
    """
    with store.write() as writer:
        if link_id not in {link.id for link in writer.public_links(incident_id)}:
            raise NotFound(f"{incident_id} has no public link {link_id}")
        return writer.revoke_public_link(link_id, now, who)


def opened(store: Store, secret: str, now: datetime) -> tuple[Incident, tuple[Step, ...]] | None:
    """Return the case behind a token with its history; None for any other token, whatever is wrong with it.

    A case that an operator has merged into another is shown as what it goes on as: who asked hears how it ends.
    What is looked up is the digest: how long that takes tells nothing about tokens that exist.
    """
    with store.read() as reader:
        link = reader.public_link(_digest(secret))
        if link is None or not link.opens(now):
            return None
        incident = reader.incident(link.incident_id)
        if incident is None:
            return None
        goes_on = goes_on_as(reader.incident, incident)
        return goes_on, reader.history(goes_on.id)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
