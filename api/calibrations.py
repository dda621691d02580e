"""What the API asks about calibrations while the service runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.frame import Frame
from core.reason import Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class DoubtNow:
    """Why places by a camera's calibration are not told as points."""

    since: datetime
    why: Reason
    right_deg: float | None  # by which it was turned, where it could be measured
    down_deg: float | None


class CalibrationBook(Protocol):
    """The calibrations, as far as they are doubted."""

    def doubt(self, camera_id: str) -> DoubtNow | None:
        """Return why a camera's calibration is not used; None where it is."""
        ...

    def accept(self, camera_id: str, frame: Frame) -> None:
        """Take what a camera shows now for what it was calibrated on."""
        ...


class NoDoubts:
    """Where nothing is compared: every calibration is used."""

    def doubt(self, camera_id: str) -> DoubtNow | None:  # noqa: ARG002 - the shape of CalibrationBook
        """Return that it is used."""
        return None

    def accept(self, camera_id: str, frame: Frame) -> None:
        """There is nothing to accept."""
