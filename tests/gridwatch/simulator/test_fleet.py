from __future__ import annotations

from datetime import timedelta

from core.clock import ManualClock
from gridwatch.simulator.faults import FaultKind, Faults
from tests.builders_servers import device, fault, fleet


def test_script_time_starts_with_the_fleet(clock: ManualClock) -> None:
    """Without a script clock, the script's seconds count from the making of the fleet."""
    clock.advance(100)
    cameras = fleet(clock=clock)
    clock.advance(7)
    assert cameras.now_s() == 7


def test_clock_of_a_camera_adds_its_offset_and_its_fault(clock: ManualClock) -> None:
    """A wrong clock of the device and a wrong clock of the script add up."""
    cameras = fleet(device(clock_offset_s=-60), clock=clock)
    camera = cameras.device("cam-1")
    assert camera is not None
    assert cameras.clock_of(camera) == clock.now() - timedelta(seconds=60)
    cameras.faults = Faults([fault(FaultKind.CLOCK_OFF, figure=3600)])
    assert cameras.clock_of(camera) == clock.now() + timedelta(seconds=3540)


def test_add_and_remove() -> None:
    """Cameras come and go; removing twice is no error."""
    cameras = fleet()
    cameras.add(device("cam-2"))
    assert len(cameras) == 2
    cameras.remove("cam-2")
    cameras.remove("cam-2")
    assert cameras.device("cam-2") is None


def test_without_faults_nothing_is_active() -> None:
    """A healthy fleet has no fault of any kind."""
    cameras = fleet()
    assert cameras.active("cam-1") == ()
    assert all(cameras.fault("cam-1", kind) is None for kind in FaultKind)
