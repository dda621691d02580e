"""Whether a camera can prove anything now: by the light at the place, and by how it is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal

from alerts.case.light import next_light, sun_deg
from core.config.profile import Profile
from core.config.settings.merging import Light
from core.place import Place

Trouble = Literal["gone", "turned", "offline", "blind"]
"""Why a camera brings no look: not configured any more, looks elsewhere, does not answer, no usable picture."""
_WORST_FIRST: tuple[Trouble, ...] = ("gone", "turned", "offline", "blind")


@dataclass(frozen=True, kw_only=True, slots=True)
class Eyes:
    """What is known of the cameras that verify."""

    light: Light = "any"  # in which a look may verify, where no profile says otherwise
    daylight_deg: float = 3  # elevation of the sun from which it is daylight
    zone: tzinfo = UTC  # in which people read times
    profile: Callable[[str], Profile | None] = lambda _: None  # of a camera
    trouble: Callable[[str], Trouble | None] = lambda _: None  # of a camera

    def clock(self, at: datetime) -> str:
        """Return an instant as people there read it."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    def dark(self, camera_id: str, place: Place, at: datetime) -> bool:
        """Return whether a look of this camera at this instant decides nothing, because it is night there."""
        profile = self.profile(camera_id)
        wanted = (profile.verify_light if profile is not None else None) or self.light
        return wanted == "daylight" and sun_deg(place.point, at) < self.daylight_deg

    def until(self, place: Place, at: datetime) -> datetime | None:
        """Return when it is day there next."""
        return next_light(place.point, at, least_deg=self.daylight_deg)

    def troubled(self, cameras: Iterable[str]) -> tuple[Trouble | None, tuple[str, ...]]:
        """Return the worst that is wrong with some of these cameras, and with which; None when nothing is known."""
        wrong = {camera_id: self.trouble(camera_id) for camera_id in dict.fromkeys(cameras)}
        for worst in _WORST_FIRST:
            found = tuple(camera_id for camera_id, one in wrong.items() if one == worst)
            if found:
                return worst, found
        return None, ()
