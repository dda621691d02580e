"""What the cameras of the probe's bench show: one rendered street, prepared once for every fault of pictures."""

from __future__ import annotations

from collections.abc import Sequence

import cv2

from core.frame import Image
from gridwatch.bench.probe_fleet import Simulated
from gridwatch.bench.stills import streets
from gridwatch.simulator.faults import Fault
from gridwatch.simulator.picture_faults import PICTURE_FAULTS, spoil

SIZE = (1280, 720)
_QUALITY = 82  # of the JPEGs


class Shown:
    """Pictures by camera, as `simulator.onvif_snapshots.Pictures` wants them."""

    def __init__(self, fleet: Sequence[Simulated], *, seed: int) -> None:
        """Render a street and spoil it in every way that a fault of the fleet asks for."""
        (street,) = streets(1, SIZE, seed)
        ways = {kind for kind in PICTURE_FAULTS if any(one.fault == kind.value for one in fleet)}
        self._right = _jpeg(street)
        self._spoilt: dict[str | None, bytes] = {
            way.value: _jpeg(spoil(street, [Fault(camera="*", kind=way)])) for way in ways
        }
        self._fault_of = {one.device.id: one.fault for one in fleet}

    def __call__(self, camera_id: str) -> bytes:
        """Return the JPEG of a camera; what is wrong with its bytes is the server's to do."""
        return self._spoilt.get(self._fault_of[camera_id], self._right)


def _jpeg(image: Image) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
