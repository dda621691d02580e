"""A session: what a login opened, until it is idle for too long, has lasted too long, or is ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

SEEN_EVERY = timedelta(seconds=60)  # how exactly its last use is kept: a write a minute, not a request


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One session. The token itself is kept nowhere: a copy of the database opens nothing."""

    id: str  # shown; ends it, opens nothing
    user: str
    token_sha256: str = field(repr=False)  # hex
    made_at: datetime
    seen_at: datetime  # last used, to the minute
    until: datetime  # ends then whatever happens
    address: str  # where the login came from
    agent: str  # the browser, in its own words, at most 200 characters

    def lasts(self, now: datetime, idle: timedelta) -> bool:
        """Return whether it is still good."""
        return now < self.until and now < self.seen_at + idle + SEEN_EVERY

    def stale(self, now: datetime) -> bool:
        """Return whether its last use is to be written down again."""
        return now >= self.seen_at + SEEN_EVERY
