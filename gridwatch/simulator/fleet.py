"""The simulated cameras together: who exists, what is wrong with whom now, whose clock says what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from core.clock import Clock, SystemClock
from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import Fault, FaultKind, Faults


class Fleet:
    """All devices by id, with the script's time and its faults. Shared by the HTTP and RTSP servers.

    `script_s` gives the second of the script; without it, seconds since the fleet was made.
    `faults` may be replaced at any time.
    """

    def __init__(
        self,
        devices: Iterable[Device],
        *,
        faults: Faults | None = None,
        clock: Clock | None = None,
        script_s: Callable[[], float] | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.faults = faults or Faults()
        self._devices = {device.id: device for device in devices}
        started = self.clock.monotonic()
        self._script_s = script_s or (lambda: self.clock.monotonic() - started)

    def device(self, camera_id: str) -> Device | None:
        """Return the camera of that id, or None."""
        return self._devices.get(camera_id)

    def add(self, device: Device) -> None:
        """Put a camera on the network, or replace the one with its id."""
        self._devices[device.id] = device

    def remove(self, camera_id: str) -> None:
        """Take a camera off the network; unknown ids are ignored."""
        self._devices.pop(camera_id, None)

    def __len__(self) -> int:
        return len(self._devices)

    def now_s(self) -> float:
        """Return the script's present second."""
        return self._script_s()

    def active(self, camera_id: str) -> tuple[Fault, ...]:
        """Return what is wrong with the camera now."""
        return self.faults.active(camera_id, self.now_s()) if self.faults else ()

    def fault(self, camera_id: str, kind: FaultKind) -> Fault | None:
        """Return the camera's present fault of this kind, or None."""
        return self.faults.find(camera_id, self.now_s(), kind) if self.faults else None

    def clock_of(self, device: Device) -> datetime:
        """Return what the camera's own clock shows, as UTC."""
        wrong = self.fault(device.id, FaultKind.CLOCK_OFF)
        offset = device.clock_offset_s + (wrong.value if wrong else 0.0)
        return self.clock.now() + timedelta(seconds=offset)
