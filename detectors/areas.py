"""How much ground a camera's zones show, for densities: measured by hand, or by the camera's geometry. Pure.

What was written down (`area_m2`) is believed. Else the zone's polygon is laid on the ground, by clicked
points where there are some and by the camera's pose where not, and cut where the ground is too far to be
measured; then only persons who stand on the measured ground count, so that both halves of a density speak
of the same place.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.config.camera import Pose, Zone
from core.ground import REACH_M, Ground, measure


@dataclass(frozen=True, kw_only=True, slots=True)
class Plot:
    """A zone of which the area is known."""

    zone: Zone  # with `area_m2`, and with the polygon that it is the area of
    cut_at_m: float | None = None  # farther ground of the zone was left out


class Areas:
    """The plots of one camera. Measured once for each shape of picture, as a pose needs the shape."""

    def __init__(self, pose: Pose | None, ground: Ground | None) -> None:
        self._pose = pose
        self._ground = ground
        self._plots: dict[tuple[str, float], Plot | None] = {}

    def of(self, zone: Zone, picture_size: tuple[int, int]) -> Plot | None:
        """Return the zone's plot in a picture of (width, height) pixels; None where nothing tells its area."""
        if zone.area_m2 is not None:
            return Plot(zone=zone)
        aspect = round(picture_size[0] / picture_size[1], 3)
        key = (zone.id, aspect)
        if key not in self._plots:
            if len(self._plots) >= 256:  # 32 zones in eight shapes: a stream of odd ones must not pile up
                self._plots.clear()
            self._plots[key] = self._measured(zone, aspect)
        return self._plots[key]

    def _measured(self, zone: Zone, aspect: float) -> Plot | None:
        ground = self._ground
        if ground is None and self._pose is not None:
            ground = Ground.of_pose(self._pose, aspect)
        measured = None if ground is None else measure(zone.polygon, ground)
        if measured is None:
            return None
        own = zone.model_copy(update={"polygon": measured.polygon, "area_m2": measured.m2})
        return Plot(zone=own, cut_at_m=REACH_M if measured.cut else None)
