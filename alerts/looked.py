"""One look, and the questions that incidents have for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.config.camera import Camera
from core.config.profile import DwellRule, Profile, Rule
from core.detection import Detections
from core.frame import Frame
from core.geometry import Box, Point
from core.incident import View
from core.sighting import Finding, Sighting

COVERED = 0.5  # share of a view's box under something else from which a look says nothing about it
_STANDING = frozenset({Finding.CANDIDATE, Finding.PRESENT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """A frame with what was detected in it and what the rules made of it."""

    frame: Frame
    detections: Detections
    sightings: Sequence[Sighting]
    camera: Camera
    profile: Profile
    facts: Mapping[str, str]  # recorded in each incident that begins with this look

    def feet(self, sighting: Sighting) -> list[Point]:
        """Return where the members of a counted group stand; nothing for a single thing."""
        rule = self._rule(sighting.rule)
        if sighting.count is None or sighting.box is None or rule is None:
            return []
        found = self.detections.of(rule.classes, rule.min_confidence)
        return [box.foot for box, _, _ in found if box.overlap(sighting.box) > COVERED]

    def shows_empty(self, view: View) -> bool:
        """Return whether the view's place can be seen in this look and nothing of the kind is there.

        False when the place is covered, by the rule's own list of what covers, and when the rule is no
        more: then nothing is known.
        """
        standing = [
            s for s in self.sightings if s.finding in _STANDING and (s.rule, s.zone) == (view.rule, view.zone)
        ]
        if view.box is None or view.count is not None:
            return not standing
        if any(s.box is not None and view.box.overlap(s.box) > 0 for s in standing):
            return False
        rule = self._rule(view.rule)
        if rule is None:
            return False
        if isinstance(rule, DwellRule):
            others = [name for name in rule.ignore_when_covered_by if name not in rule.classes]
            if any(_hidden(view.box, box) >= COVERED for box, _, _ in self.detections.of(others)):
                return False
        there = self.detections.of(rule.classes, rule.min_confidence)
        return not any(view.box.overlap(box) >= COVERED for box, _, _ in there)

    def _rule(self, rule_id: str) -> Rule | None:
        return next((rule for rule in self.profile.rules if rule.id == rule_id), None)


def _hidden(part: Box, cover: Box) -> float:
    """Return how much of `part` is under `cover`, 0..1."""
    return part.shared(cover) / part.area if part.area > 0 else 0.0
