"""Doubts as the API asks for them."""

from __future__ import annotations

from api.calibrations import DoubtNow
from core.frame import Frame
from gridwatch.calibration.doubts import Doubts


class Calibrations:
    """What the API asks (api.calibrations.CalibrationBook)."""

    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts

    def doubt(self, camera_id: str) -> DoubtNow | None:
        """Return why a camera's calibration is not used; None where it is."""
        doubt = self._doubts.doubt(camera_id)
        if doubt is None:
            return None
        return DoubtNow(since=doubt.since, why=doubt.why, right_deg=doubt.right_deg, down_deg=doubt.down_deg)

    def accept(self, camera_id: str, frame: Frame) -> None:
        """Take what a camera shows now for what it was calibrated on."""
        self._doubts.accept(camera_id, frame)
