"""The last looks of cameras that see a live case, as a strip of small masked pictures, in memory.

A case keeps three pictures of a camera: before, latest, after. What happened in between (did the lorry come?) is in
looks that are not kept; of these the last few are at hand here, so that an operator sees whether a thing grows.
`film_folder.py` has them over a restart.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import cv2
import numpy as np

from alerts.masking import masked
from core.detection import Detections
from core.frame import Frame, Image

SHOTS = 8  # of one camera; the oldest goes
CAMERAS = 400  # the one not looked at for longest goes: about 40 MB in all
WIDTH = 400  # pixels
_QUALITY = 70


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """One look."""

    camera_id: str
    look_id: str
    taken_at: datetime
    jpeg: bytes  # small, persons and plates masked


class Film:
    """Keeps the strips. The event loop adds, threads of the API read."""

    def __init__(self, watched: Callable[[str], bool], *, shots: int = SHOTS, cameras: int = CAMERAS) -> None:
        """`watched`: whether a camera sees a live case, so that its looks are kept."""
        self._watched = watched
        self._shots = shots
        self._cameras = cameras
        self._strips: OrderedDict[str, deque[Shot]] = OrderedDict()
        self._lock = threading.Lock()
        self.unmasked = 0  # looks that are in no strip because masking was not certain

    def note(self, frame: Frame, detections: Detections) -> None:
        """Keep a look, if its camera is watched and its picture can be masked."""
        camera_id = frame.camera_id
        if not self._watched(camera_id):
            return
        small = masked(_small(frame.image), detections)
        if small is None:
            self.unmasked += 1
            return
        good, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if not good:
            return
        self.put(
            Shot(camera_id=camera_id, look_id=frame.look_id, taken_at=frame.taken_at, jpeg=data.tobytes())
        )

    def put(self, shot: Shot) -> None:
        """Put a look at the end of its camera's strip, whether or not the camera is watched."""
        with self._lock:
            strip = self._strips.setdefault(shot.camera_id, deque(maxlen=self._shots))
            strip.append(shot)
            self._strips.move_to_end(shot.camera_id)
            while len(self._strips) > self._cameras:
                self._strips.popitem(last=False)

    def shots(self, camera_ids: Sequence[str]) -> tuple[Shot, ...]:
        """Return the strips of some cameras as one, oldest first."""
        with self._lock:
            found = [shot for one in dict.fromkeys(camera_ids) for shot in self._strips.get(one, ())]
        return tuple(sorted(found, key=lambda shot: (shot.taken_at, shot.camera_id)))

    def shot(self, camera_id: str, look_id: str) -> Shot | None:
        """Return one look while it is kept."""
        return next((one for one in self.shots([camera_id]) if one.look_id == look_id), None)


def _small(image: Image) -> Image:
    height, width = image.shape[:2]
    if width <= WIDTH:
        return image
    size = (WIDTH, max(1, round(height * WIDTH / width)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
