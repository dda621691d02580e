"""Live views as the API tells them."""

from __future__ import annotations

from collections.abc import Collection

from api.camera_desk import WatchedNow
from api.models.base import Told


class WatchedCamera(Told):
    """One camera that is watched."""

    camera_id: str
    """Ours."""
    viewers: int
    """How many share its stream; 0: the last has just left."""


class WatchedOut(Told):
    """Who is watched live, against the budget."""

    most: int
    """Cameras at once (budgets.watched)."""
    count: int
    """Cameras that are watched now, those that the caller does not see included."""
    cameras: list[WatchedCamera]
    """Those that are."""

    @classmethod
    def of(cls, now: WatchedNow, seen: Collection[str] | None = None) -> WatchedOut:
        """Tell it; `seen`: the cameras that the caller may see, None: all."""
        told = [
            WatchedCamera(camera_id=name, viewers=count)
            for name, count in sorted(now.cameras.items())
            if seen is None or name in seen
        ]
        return cls(most=now.most, count=len(now.cameras), cameras=told)
