"""What a rule makes of a look: the link between detectors and alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.detection import Detections
from core.frame import Frame
from core.geometry import Box
from core.look import LookReason
from core.opinion import Opinion
from core.reason import Reason


class Finding(StrEnum):
    """What one look says about one subject (a matter at a place in one camera)."""

    CANDIDATE = "candidate"  # seen, wants confirming; ask for a look soon
    PRESENT = "present"  # confirmed by the rule, and there in this look
    MISSED = "missed"  # confirmed before, not there in this look, not yet enough to call it gone
    CLEARED = "cleared"  # confirmed before, and now confirmed gone
    DROPPED = "dropped"  # a candidate that vanished before it was confirmed


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """The input of a rule: one look, by what was detected in it."""

    camera_id: str
    look_id: str
    at: datetime  # UTC
    reason: LookReason
    detections: Detections

    @classmethod
    def of(cls, frame: Frame, detections: Detections) -> Observation:
        """Return what a rule is told of a frame and of what was seen in it."""
        return cls(
            camera_id=frame.camera_id,
            look_id=frame.look_id,
            at=frame.taken_at,
            reason=frame.reason,
            detections=detections,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """The output of a rule for one subject in one look."""

    camera_id: str
    look_id: str
    at: datetime  # UTC
    subject: str  # stable from candidate to cleared, unique in the district: "<camera>/<rule>/<n>"
    matter: str  # matter key, e.g. "construction_waste"; the table gives it a code
    rule: str  # rule id within the profile
    zone: str  # zone id in which it lies
    zone_kind: str  # decides the code together with the matter
    finding: Finding
    confidence: float  # 0..1
    reason: Reason
    box: Box | None = None  # where it is in the picture (the whole group for a crowd)
    count: int | None = None  # persons or vehicles, where the rule counts
    since: datetime | None = None  # first seen, UTC
    opinion: Opinion | None = None  # second opinion that was asked for in this look
    held: bool = False  # a second opinion disagrees: nobody is to be bothered with it yet
