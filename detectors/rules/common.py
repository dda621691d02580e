"""What the rules share: the look as a rule sees it, what it answers, and the names of things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from core.config.camera import Zone
from core.config.profile import CountRule, CrowdRule, DwellRule
from core.detection import Detections
from core.geometry import Box
from core.reason import Fact, Reason
from core.sighting import Finding
from detectors.zones import in_zone

AnyRule = DwellRule | CrowdRule | CountRule
Json = dict[str, object]
VEHICLES = frozenset({"car", "bus", "truck", "motorcycle", "van", "tricycle", "vehicle"})
MOVABLE = VEHICLES | {"person", "bicycle"}
STANDING = MOVABLE | {"bin", "overflow"}
SHORTEST_GAP_S = 3600.0  # a candidate is forgotten when nobody looked for this long, or for over_s if longer
WEAK = 0.5  # at a known place, this share of min_confidence proves nothing, but not absence either


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One look at one zone."""

    at: float  # seconds since 1970, UTC
    zone: Zone
    found: Detections  # of the rule's classes, right size, sure enough, in the zone
    faint: Detections  # of the rule's classes, right size, half as sure, in the zone
    everything: Detections  # the whole picture
    new_number: Callable[[], int]  # gives a subject its number, never the same twice for a camera

    @property
    def zone_name(self) -> str:
        """What people call the zone."""
        return self.zone.name or self.zone.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a rule says of one subject; the rulebook makes a Sighting of it."""

    number: int
    finding: Finding
    reason: Reason
    confidence: float
    since: float  # seconds since 1970
    box: Box | None
    count: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A rule's answer to one look at one zone: its next state (JSON types only), and what it says."""

    state: Json
    said: tuple[Said, ...] = ()
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sifted:
    """What a rule may see of a look, and how much was left out for which reason."""

    sure: Detections
    faint: Detections
    found: int  # boxes of the rule's classes
    too_faint: int
    wrong_size: int


def sift(rule: AnyRule, detections: Detections) -> Sifted:
    """Pick the boxes of the rule's classes by size and confidence."""
    mine = detections.of(rule.classes)
    area = (mine.boxes[:, 2] - mine.boxes[:, 0]) * (mine.boxes[:, 3] - mine.boxes[:, 1])
    sized = (area >= rule.min_box) & (area <= rule.max_box)
    sure = mine.scores >= rule.min_confidence
    return Sifted(
        sure=mine.where(sized & sure),
        faint=mine.where(sized & ~sure & (mine.scores >= WEAK * rule.min_confidence)),
        found=len(mine),
        too_faint=int((sized & ~sure).sum()),
        wrong_size=int((~sized).sum()),
    )


def within(detections: Detections, zone: Zone) -> Detections:
    """Return what is in the zone: by its foot, or, for things that lie, also by half of its area."""
    lies = np.array([name not in STANDING for name in detections.names], np.bool_)[detections.labels]
    there = in_zone(detections, zone)
    asked = (
        lies & ~there
    )  # by area only what its foot leaves open: cutting polygons is most of a crowded look's cost
    if asked.any():
        there[asked] = in_zone(detections.where(asked), zone, "overlap")
    return detections.where(there)


def group_box(detections: Detections) -> Box | None:
    """Return the box around all boxes, or None without any."""
    if not len(detections):
        return None
    low, high = detections.boxes[:, :2].min(axis=0), detections.boxes[:, 2:].max(axis=0)
    return Box.of([low[0], low[1], high[0], high[1]])


def plural(classes: tuple[str, ...]) -> str:
    """Return the key of core.words.names.LABELS under which several of these are told."""
    if len(classes) == 1:
        return {"bus": "buses", "waste": "waste"}.get(classes[0], f"{classes[0]}s")
    return "vehicles" if set(classes) <= VEHICLES else "things"


def facts(look: Look, **more: Fact) -> dict[str, Fact]:
    """Return the facts of a reason, with the zone by its name."""
    return {"zone": look.zone_name, **more}


def instant(seconds: float) -> datetime:
    """Return the UTC instant of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def too_long_ago(last: float, now: float, over_s: float) -> bool:
    """Whether a candidate last looked at then can no longer count as seen ever since."""
    return now - last > max(SHORTEST_GAP_S, over_s)
