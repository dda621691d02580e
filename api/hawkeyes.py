"""What the API asks of the cameras that can be turned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadNow:
    """Where a camera's head is in its round, and who uses it."""

    stand: str  # home, turning, looking, away, returning
    incident_id: str | None  # what it is turned for
    held_by: str | None
    held_until: datetime | None


class HeadBook(Protocol):
    """The cameras that can be turned."""

    def head(self, camera_id: str) -> HeadNow:
        """Return where a camera's head is; one that was never turned is at home."""
        ...

    async def hold(self, camera_id: str, who: str, minutes: float) -> HeadNow:
        """Let a person use a camera, or use it longer.

        Raises:
            IllegalStep: somebody else holds it, or it cannot be turned.
        """
        ...

    async def release(self, camera_id: str, who: str) -> HeadNow:
        """Give it back: it goes home. Nothing changes where nobody holds it."""
        ...


class NoHeads:
    """Where nothing turns: every camera is at home."""

    def head(self, camera_id: str) -> HeadNow:  # noqa: ARG002 - the shape of HeadBook
        """Return that it is at home."""
        return HeadNow(stand="home", incident_id=None, held_by=None, held_until=None)

    async def hold(self, camera_id: str, who: str, minutes: float) -> HeadNow:  # noqa: ARG002 - the shape of HeadBook
        """Return that it is at home."""
        return self.head(camera_id)

    async def release(self, camera_id: str, who: str) -> HeadNow:  # noqa: ARG002 - the shape of HeadBook
        """Return that it is at home."""
        return self.head(camera_id)
