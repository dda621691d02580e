"""What a source owner allows of its cameras' pictures: live views by hour and role, and only for a reason."""

from __future__ import annotations

from datetime import time

from pydantic import Field

from core.config.base import Model, Slug
from core.people.roles import Role


class LiveHours(Model):
    """A part of the day in which live views are allowed."""

    start: time
    """When it begins, in the district's time zone, e.g. "07:00"."""
    end: time
    """When it ends; not later than `start`: on the next day."""

    def holds(self, at: time) -> bool:
        """Return whether a time of the day lies in it."""
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


class OwnerViewing(Model):
    """The word of one source owner."""

    owner: Slug
    """Source owner, as its cameras name it."""
    live: tuple[LiveHours, ...] = Field(default=(), max_length=12)
    """When its cameras may be watched live; none: at any hour. Looks and evidence are not concerned."""
    live_roles: tuple[Role, ...] = ()
    """Who may watch them live, of those whose role allows live views at all; none: all of them."""
    reason: bool = False
    """Whether its pictures, kept or live, are shown only to who says why."""
