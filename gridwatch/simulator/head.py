"""The head of a simulated PTZ camera: it turns over time, and may stop on the way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.config.camera import Pose
from gridwatch.simulator.device import Bearing, Device, Preset, Turning
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet

_FIXED = Turning(spherical=False)  # of devices that tell presets and nothing about their head


@dataclass(frozen=True, kw_only=True, slots=True)
class Motion:
    """One move, straight from one bearing to another."""

    start: Bearing
    target: Bearing
    began: float  # monotonic seconds
    lasts: float  # seconds; 0 is there at once
    share: float = 1.0  # of the way after which it stops for good
    number: int = 0  # moves before this one

    def at(self, now: float) -> Bearing:
        """Return where the head is."""
        gone = min(self.share, (now - self.began) / self.lasts if self.lasts > 0 else 1.0)
        a, b = self.start, self.target
        return Bearing(
            pan=a.pan + (b.pan - a.pan) * gone,
            tilt=a.tilt + (b.tilt - a.tilt) * gone,
            zoom=a.zoom + (b.zoom - a.zoom) * gone,
        )

    def moving(self, now: float) -> bool:
        """Return whether it is on its way."""
        return now < self.began + self.lasts * self.share


class Heads:
    """Where every head of a fleet is. Heads that were never moved are at home."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._motions: dict[str, Motion] = {}
        self.on_send: Callable[[Device, Bearing], None] = lambda *_: None  # told where a head is sent to

    def at(self, device: Device) -> Bearing:
        """Return where a camera's head is now."""
        motion = self._motions.get(device.id)
        return home_of(device) if motion is None else motion.at(self._fleet.clock.monotonic())

    def moving(self, device: Device) -> bool:
        """Return whether it is on its way, or has it say so by its script."""
        motion = self._motions.get(device.id)
        if self._fleet.fault(device.id, FaultKind.PTZ_NEVER_IDLE):
            return motion is not None
        return motion is not None and motion.moving(self._fleet.clock.monotonic())

    def send(self, device: Device, target: Bearing) -> None:
        """Begin a move from wherever the head is."""
        start, now = self.at(device), self._fleet.clock.monotonic()
        stops = self._fleet.fault(device.id, FaultKind.PTZ_STOPS)
        known = self._motions.get(device.id)
        self._motions[device.id] = Motion(
            start=start,
            target=target,
            began=now,
            lasts=_lasts(device, start, target),
            share=stops.value if stops else 1.0,
            number=known.number + 1 if known else 1,
        )
        self.on_send(device, target)

    def view(self, camera_id: str) -> tuple[int, bool]:
        """Return what changes whenever a picture taken before is no longer what the camera shows."""
        motion = self._motions.get(camera_id)
        if motion is None:
            return 0, False
        return motion.number, motion.moving(self._fleet.clock.monotonic())


def turning_of(device: Device) -> Turning:
    """Return how a device turns."""
    return device.turning or _FIXED


def home_of(device: Device) -> Bearing:
    """Return where a head is before its first move, and where GotoHomePosition leads."""
    if device.turning is not None:
        return device.turning.home
    return bearing_of(device, device.presets[0]) if device.presets else Bearing()


def bearing_of(device: Device, preset: Preset) -> Bearing:
    """Return where a preset is: its generic numbers are shares of the head's range."""
    turning = turning_of(device)
    return Bearing(
        pan=_spread(preset.pan, turning.pan_deg),
        tilt=_spread(preset.tilt, turning.tilt_deg),
        zoom=preset.zoom,
    )


def generic(device: Device, at: Bearing) -> tuple[float, float]:
    """Return pan and tilt in the generic space, -1..1 over the head's range."""
    turning = turning_of(device)
    return _share(at.pan, turning.pan_deg), _share(at.tilt, turning.tilt_deg)


def focal_range(turning: Turning) -> tuple[float, float] | None:
    """Return the focal lengths of wide and tele, millimetres; None where its sensor is not known."""
    if turning.sensor_mm is None:
        return None
    wide, tele = (turning.sensor_mm / 2 / math.tan(math.radians(hfov) / 2) for hfov in turning.hfov_deg)
    return round(wide, 3), round(tele, 3)


def zoom_of_focal(turning: Turning, focal_mm: float) -> float:
    """Return the zoom, 0..1, of a focal length."""
    hfov = math.degrees(2 * math.atan((turning.sensor_mm or 0.0) / 2 / focal_mm))
    wide, tele = turning.hfov_deg
    return min(1.0, max(0.0, (wide - hfov) / (wide - tele)))


def pose_at(turning: Turning, at: Bearing, height_m: float) -> Pose:
    """Return where a camera looks whose head is at a bearing."""
    wide, tele = turning.hfov_deg
    return Pose(
        height_m=height_m,
        heading_deg=round((turning.zero_heading_deg + at.pan) % 360, 3) % 360,
        tilt_deg=round(-at.tilt, 3),
        hfov_deg=round(wide + (tele - wide) * at.zoom, 3),
    )


def _lasts(device: Device, start: Bearing, target: Bearing) -> float:
    if device.turning is None:
        return device.travel_s
    way = max(math.fabs(target.pan - start.pan), math.fabs(target.tilt - start.tilt))
    return way / device.turning.speed_dps


def _spread(share: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return (low + high) / 2 + share * (high - low) / 2


def _share(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return round((value - (low + high) / 2) / ((high - low) / 2), 6)
