"""Directions in ONVIF's spherical space: brought into a device's range, and compared. Pure.

Degrees. Pan grows as the view goes to the right (things move left in the picture), tilt as it goes up; 0, 0 is
level, a dome reaches 0..-90. A head that can look over its nadir reaches a direction in two ways: at tilt T, or
turned around by half a turn at -180 - T with the picture flipped (e-flip; PTZ service specification).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ingest.onvif.ptz_read import PanTiltSpace, Range


def within(
    pan: float, tilt: float, space: PanTiltSpace, *, pan_limits: Range, tilt_limits: Range
) -> tuple[float, float] | None:
    """Return the same direction as the device takes it; None where device or limits do not allow it.

    `pan_limits` and `tilt_limits` are the administrator's. The way without a flip goes first.
    """
    for one_pan, one_tilt in _ways(pan, tilt):
        allowed = pan_limits.holds(one_pan) and (tilt_limits.holds(one_tilt) or one_tilt < -90)
        if allowed and space.pan.holds(one_pan) and space.tilt.holds(one_tilt):
            return one_pan, one_tilt
    return None


def apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the angle between two directions (pan, tilt) in degrees, however they are told."""
    return math.degrees(math.acos(min(1.0, max(-1.0, sum(map(_times, _unit(*a), _unit(*b)))))))


def _ways(pan: float, tilt: float) -> Iterator[tuple[float, float]]:
    for one_pan, one_tilt in ((pan, tilt), (pan + 180, -180 - tilt)):
        even = (one_pan + 180) % 360 - 180
        for turn in (0, 360, -360):
            yield even + turn, one_tilt


def _unit(pan: float, tilt: float) -> tuple[float, float, float]:
    p, t = math.radians(pan), math.radians(tilt)
    return math.sin(p) * math.cos(t), math.cos(p) * math.cos(t), math.sin(t)


def _times(a: float, b: float) -> float:
    return a * b
