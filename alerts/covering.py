"""Which cameras can show a place: those that do now, and those that could turn to it. Steepest view first.

A view is the better the nearer and the higher its camera stands: both make it look down more steeply, so
that less stands in the way and a box's foot is placed better (the range error goes with distance squared
over height). The order is by that angle; a low camera beside the place and a high one above the street
both come before what looks along the ground from afar.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from alerts.footprint import Footprint, footprint, reach_m
from core.config.camera import Camera
from core.geo import Datum, LocalPlane, distance_m
from core.place import Place

LEAST = 0.05  # a camera that shows the place with less probability than this is not offered
LIKELY = 0.5  # from here on a camera counts as showing it
ASSUMED_HEIGHT_M = 5.0  # of a lens whose height nobody has written down
HIGH_M = 12.0  # a lens above this looks over what stands in a street
MOST = 50  # cameras that one answer holds
_PER_LAT_M = 111_195.0  # metres in a degree of latitude


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """How one camera can show a place."""

    camera_id: str
    distance_m: float  # from its foot to the place
    bearing_deg: float  # from it to the place, clockwise from north
    height_m: float | None  # of its lens over the ground; None when nobody has written it down
    slant_deg: float  # how steeply it looks down on the place; 5 m are assumed where no height is known
    sure: float  # probability that the place is in its picture as it now looks, 0..1
    how: str  # how that is known: "seen" (it has shown it), "points", "pose" or "distance"
    turns: bool  # a PTZ camera that could turn there
    shown: bool  # it is one of the cameras that have shown it

    @property
    def high(self) -> bool:
        """Whether it looks over what stands in the street."""
        return self.height_m is not None and self.height_m >= HIGH_M

    @property
    def looks_there(self) -> bool:
        """Whether it need not be turned."""
        return self.shown or self.sure >= LIKELY


class Coverage:
    """Finds the cameras around a place. Immutable; a changed configuration makes a new one.

    The tree holds how far each camera reaches; what exactly it shows is worked out when somebody asks
    about its surroundings, once.
    """

    def __init__(
        self, cameras: Iterable[Camera], *, turning: Callable[[Camera], float | None] = lambda _: None
    ) -> None:
        """Take the cameras that are looked at.

        turning: how many metres away a camera can turn to and show something; None for a fixed one.
        """
        self._cameras = [camera for camera in cameras if camera.enabled]
        self._turning = [turning(camera) for camera in self._cameras]
        self._at = [camera.position.lonlat() for camera in self._cameras]
        self._prints: dict[int, Footprint] = {}
        reach = np.array(
            [max(reach_m(c), t or 0.0) for c, t in zip(self._cameras, self._turning, strict=True)]
        )
        lon, lat = np.array([p.lon for p in self._at]), np.array([p.lat for p in self._at])
        up = reach / _PER_LAT_M
        aside = up / np.cos(np.radians(lat))
        self._tree = shapely.STRtree(shapely.box(lon - aside, lat - up, lon + aside, lat + up))

    def __len__(self) -> int:
        return len(self._cameras)

    def covering(self, place: Place, *, shown: Collection[str] = ()) -> tuple[Sight, ...]:
        """Return the cameras that can show a place, at most 50.

        First those that show it as they look now, then those that would have to turn or may not show it;
        within each the steepest view first.

        shown: ids of cameras that have shown it; they come first, whatever their geometry says.
        """
        point = place.point.to(Datum.WGS84)
        near = self._tree.query(shapely.Point(point.lon, point.lat))
        indices = {int(i) for i in near}
        if shown:
            indices |= {i for i, camera in enumerate(self._cameras) if camera.id in shown}
        found = [sight for i in indices if (sight := self._sight(i, place, shown)) is not None]
        found.sort(key=lambda s: (not s.shown, not s.looks_there, -s.slant_deg, s.camera_id))
        return tuple(found[:MOST])

    def _sight(self, index: int, place: Place, shown: Collection[str]) -> Sight | None:
        camera, at, turning = self._cameras[index], self._at[index], self._turning[index]
        point = place.point.to(Datum.WGS84)
        east, north = LocalPlane(origin=at).to_metres(point)
        away = distance_m(at, point)
        seen = self._footprint(index)
        sure = seen.sure(east, north, place.radius_m)
        turns = turning is not None and away <= turning
        was = camera.id in shown
        if not (was or turns or sure >= LEAST):
            return None
        height = camera.pose.height_m if camera.pose else None
        return Sight(
            camera_id=camera.id,
            distance_m=round(away, 1),
            bearing_deg=round(math.degrees(math.atan2(east, north)) % 360, 1),
            height_m=height,
            slant_deg=round(math.degrees(math.atan2(height or ASSUMED_HEIGHT_M, max(away, 0.1))), 1),
            sure=1.0 if was else round(sure, 2),
            how="seen" if was else seen.how.value,
            turns=turns,
            shown=was,
        )

    def _footprint(self, index: int) -> Footprint:
        known = self._prints.get(index)
        if known is None:
            known = self._prints[index] = footprint(self._cameras[index])
        return known
