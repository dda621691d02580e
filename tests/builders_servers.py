"""Simulated cameras and little pictures for the tests of the servers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import cv2
import numpy as np

from core.clock import Clock
from core.frame import Image
from core.secrets import Credential
from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.fleet import Fleet

LOGIN = Credential(user="viewer", password="p@ss:w/rd#1")


def device(camera_id: str = "cam-1", **changes: Any) -> Device:
    """Build a small camera with a login."""
    values: dict[str, Any] = {"login": LOGIN, "size": (320, 180), "substream": (160, 90)}
    return Device(id=camera_id, **(values | changes))


def fleet(
    *devices: Device,
    faults: Iterable[Fault] = (),
    clock: Clock | None = None,
    script_s: Callable[[], float] | None = None,
) -> Fleet:
    """Build a fleet; one default camera when none is given."""
    return Fleet(devices or (device(),), faults=Faults(faults), clock=clock, script_s=script_s)


def fault(kind: FaultKind, camera: str = "cam-1", **changes: Any) -> Fault:
    """Build a fault of cam-1 that never ends."""
    return Fault(camera=camera, kind=kind, **changes)


def street(camera_id: str, t: float) -> Image:
    """Draw a picture with texture whose bright bar moves with the seconds."""
    rng = np.random.default_rng(len(camera_id))
    image = np.asarray(
        cv2.resize(rng.integers(40, 200, (18, 32, 3), np.uint8), (320, 180), interpolation=cv2.INTER_NEAREST),
        np.uint8,
    )
    left = int(t * 20) % 300
    image[:, left : left + 20] = 255
    return image


def decode(jpeg: bytes) -> Image:
    """Decode a JPEG, or fail."""
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return np.asarray(image, np.uint8)


async def in_thread(work: Callable[[], Any]) -> Any:
    """Run a blocking client beside the servers of this loop, for 20 seconds at most."""
    return await asyncio.wait_for(asyncio.to_thread(work), 20)
