"""A second opinion on what a rule has confirmed, before a person is bothered with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.reason import Reason


class Says(StrEnum):
    """What came of asking. Only a disagreement can keep anything back."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    CANNOT_TELL = "cannot_tell"  # it looked, and the picture does not show it either way
    FAILED = "failed"  # no answer, one that cannot be read, or a picture that may not be shown
    LATE = "late"  # no answer within the deadline
    NOT_ASKED = "not_asked"  # more questions than the settings allow in a minute

    @property
    def answered(self) -> bool:
        """Whether somebody has looked and said something."""
        return self in {Says.AGREES, Says.DISAGREES, Says.CANNOT_TELL}


@dataclass(frozen=True, kw_only=True, slots=True)
class Opinion:
    """What was said about one subject, by whom, and why."""

    says: Says
    confidence: float  # of what it says, 0..1; 0 where nobody answered
    by: str  # who was asked, e.g. "tile gridwatch-street 0.1.0"
    reason: Reason
    acts: bool  # False in shadow: it is kept and counted, and changes nothing
    took_s: float = 0.0  # seconds from question to answer

    @property
    def would_hold(self) -> bool:
        """Whether it would keep the candidate from being opened, if it acted."""
        return self.says is Says.DISAGREES
