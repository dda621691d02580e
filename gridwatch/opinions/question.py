"""What is asked and what is answered: the one shape that every kind of second opinion speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from core.config.profile import CrowdRule, DwellRule, Rule
from core.detection import Detections
from core.errors import GridwatchError
from core.frame import Frame
from core.geometry import Box
from core.opinion import Says
from core.reason import Reason
from core.sighting import Sighting
from core.words.names import LABELS

WHOLE = Box(x0=0.0, y0=0.0, x1=1.0, y1=1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Is it so? One sighting that its rule is sure of, in the picture that made it sure."""

    frame: Frame
    detections: Detections  # of the whole picture, by the live model
    sighting: Sighting
    rule: Rule

    @property
    def box(self) -> Box:
        """Where to look."""
        return self.sighting.box or WHOLE

    @property
    def label(self) -> str:
        """What it is called in a sentence: the class of a still thing, the many of what is counted."""
        plural = {"crowd": "persons"}.get(self.rule.kind)
        if plural is None and self.rule.kind == "count":
            many = f"{self.rule.classes[0]}s"
            plural = many if many in LABELS else "things"
        told = self.sighting.reason.facts.get("label")
        return plural or (str(told) if told else self.rule.classes[0])

    @property
    def least(self) -> int:
        """From how many things on the rule holds."""
        if isinstance(self.rule, DwellRule):
            return 1
        if isinstance(self.rule, CrowdRule):
            claimed = self.sighting.reason.facts.get("limit")
            return max(1, int(claimed)) if isinstance(claimed, int | float) else max(1, self.rule.count or 1)
        return self.rule.limit + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What somebody says who was asked."""

    says: Says
    confidence: float  # 0..1
    reason: Reason


class Unanswered(GridwatchError):
    """Nobody could be asked, or what came back is no answer. `reason` says which, for an operator.

    `ours`: nobody was asked, so it says nothing of who would have been. `retry_after`: a Retry-After as it came.
    """

    retry = True

    def __init__(self, reason: Reason, *, ours: bool = False, retry_after: str | None = None) -> None:
        super().__init__(reason.tell("en"))
        self.reason = reason
        self.ours = ours
        self.retry_after = retry_after


class Asks(Protocol):
    """Somebody who can be asked."""

    name: str

    async def ask(self, question: Question) -> Answer:
        """Return an answer; raises Unanswered when there is none."""
        ...

    async def close(self) -> None:
        """Free what is held."""
        ...
