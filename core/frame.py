"""One picture of one camera."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.look import LookReason

Image = NDArray[np.uint8]


class FrameSource(StrEnum):
    """Where a picture came from."""

    SNAPSHOT = "snapshot"
    RTSP = "rtsp"
    WATCH = "watch"
    CLIP = "clip"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Frame:
    """A decoded picture with the look it answers. `image` is (height, width, 3) uint8, BGR.

    Where there is a `jpeg` it may be larger than `image`, which was then decoded at a half, a quarter or an eighth.
    """

    camera_id: str
    look_id: str
    taken_at: datetime  # UTC, by our clock
    reason: LookReason
    source: FrameSource
    image: Image = field(repr=False)
    jpeg: bytes | None = field(default=None, repr=False)  # the camera's own bytes, kept as raw evidence
    took_s: float = 0.0  # wall-clock seconds from asking to decoded picture
    incident_id: str | None = None  # what a confirming or verifying look was asked for
    small: Image | None = field(default=None, repr=False)  # (72, 128) uint8 grey, where there is one

    def __post_init__(self) -> None:
        if self.image.ndim != 3 or self.image.shape[2] != 3 or self.image.dtype != np.uint8:
            raise ValueError(f"a frame is (h, w, 3) uint8, got {self.image.shape} {self.image.dtype}")
        if self.taken_at.tzinfo is None:
            raise ValueError("taken_at must be timezone-aware")

    @property
    def size(self) -> tuple[int, int]:
        """`(width, height)` in pixels."""
        return self.image.shape[1], self.image.shape[0]
