"""Whether the detector must run on a look: the change gate with what it must never do, and what it has cost.

A look that confirms, proves or was asked for by a person always goes to the detector, and so does every look at a
camera about which a rule remembers something: dwell is counted on pictures, not on guesses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from core.config.settings.detecting import GateChoice
from core.detection import Detections
from core.frame import Frame
from core.look import LookReason
from detectors.gate import ChangeGate, Gate
from detectors.rulebook import Verdict

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the gate says of a look."""

    gate: Gate | None  # None: it was not asked
    recalled: Detections | None = None  # what the detector need not be asked again


NOT_ASKED = Said(gate=None)


class Gating:
    """The gate of a pipeline. In shadow the detector runs all the same; what would have been missed is counted."""

    def __init__(self, choice: GateChoice) -> None:
        self._mode = choice.mode
        self.gate = ChangeGate(choice.max_age_s)
        self._counts: Counter[str] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """Looks since the start by what the gate said (`Gate`, or `not_asked`), and `missed`.

        `missed`: the picture was called unchanged, the detector ran all the same (in shadow, or by age), and a rule
        found something.
        """
        return self._counts

    def ask(self, frame: Frame, state: Mapping[str, Any] | None) -> Said:
        """Return whether the detector may be left out, by the picture and by what the camera's rules remember."""
        if self._mode == "off":
            return NOT_ASKED
        if frame.reason is not LookReason.PATROL or frame.incident_id is not None or remembers(state):
            self._counts["not_asked"] += 1
            return NOT_ASKED
        gate, recalled = self.gate.judge(frame)
        self._counts[gate.value] += 1
        return Said(gate=gate, recalled=None if self._mode == "shadow" else recalled)

    def ran(self, frame: Frame, said: Said, detections: Detections, verdict: Verdict) -> None:
        """The detector ran on this look, and the rules have judged what it saw."""
        if self._mode == "off":
            return
        if verdict.sightings or remembers(verdict.state):
            if said.gate in {Gate.UNCHANGED, Gate.AGED}:
                self._counts["missed"] += 1
                log.info("gate.missed", camera=frame.camera_id, look=frame.look_id, gate=said.gate.value)
            self.gate.forget(frame.camera_id)
        elif said.gate is not Gate.UNCHANGED:
            self.gate.ran(frame, detections, unsure=verdict.unsure)

    def drop(self, camera_id: str) -> None:
        """The camera is gone, or is checked by other rules now."""
        self.gate.drop(camera_id)


def remembers(state: Mapping[str, Any] | None) -> bool:
    """Whether a camera's rules remember anything."""
    return bool(state and state.get("rules"))
