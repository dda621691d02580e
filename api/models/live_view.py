"""Live views as the API tells them."""

from __future__ import annotations

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
    cameras: list[WatchedCamera]
    """Those that are."""

    @classmethod
    def of(cls, now: WatchedNow) -> WatchedOut:
        """Tell it."""
        told = [WatchedCamera(camera_id=name, viewers=count) for name, count in sorted(now.cameras.items())]
        return cls(most=now.most, cameras=told)
