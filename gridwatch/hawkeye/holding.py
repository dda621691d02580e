"""People who use a camera: it is theirs until they give it back or their time is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import structlog

from api.hawkeyes import HeadNow
from core.config.camera import Camera
from core.errors import IllegalStep
from gridwatch.hawkeye.events import Hold, HoldEnded, HoldTaken
from gridwatch.hawkeye.eyes import Hawkeyes

log = structlog.get_logger(__name__)


class Heads:
    """What the API asks (api.hawkeyes.HeadBook)."""

    def __init__(self, eyes: Hawkeyes, cameras: Callable[[], Mapping[str, Camera]]) -> None:
        self._eyes = eyes
        self._cameras = cameras

    def head(self, camera_id: str) -> HeadNow:
        """Return where a camera's head is."""
        head = self._eyes.head(camera_id)
        hold = head.hold if head.hold is not None and head.hold.until > self._eyes.now() else None
        return HeadNow(
            stand=head.stand.value,
            incident_id=head.wish.incident_id if head.wish else None,
            held_by=hold.who if hold else None,
            held_until=datetime.fromtimestamp(hold.until, UTC) if hold else None,
        )

    async def hold(self, camera_id: str, who: str, minutes: float) -> HeadNow:
        """Let a person use a camera, or use it longer; IllegalStep where somebody else does."""
        camera = self._cameras().get(camera_id)
        if camera is None or camera.ptz is None:
            raise IllegalStep(f"{camera_id} cannot be turned: its file has no ptz")
        now = self._eyes.now()
        held = self._eyes.head(camera_id).hold
        if held is not None and held.until > now and held.who != who:
            raise IllegalStep(f"{camera_id} is held by {held.who}; ask them to give it back")
        hold = Hold(who=who, until=now + min(minutes * 60, self._eyes.rules.most_hold_s))
        await self._eyes.happen(HoldTaken(at=now, camera_id=camera_id, hold=hold))
        log.info("hawkeye.held", camera=camera_id, who=who, minutes=minutes)
        return self.head(camera_id)

    async def release(self, camera_id: str, who: str) -> HeadNow:
        """Give it back: it goes home."""
        log.info("hawkeye.given_back", camera=camera_id, who=who)
        await self._eyes.happen(HoldEnded(at=self._eyes.now(), camera_id=camera_id))
        return self.head(camera_id)
