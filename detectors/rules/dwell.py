"""Something still is at a place in k of n looks over at least T: waste, obstruction, illegal parking.

One remembered thing per place. A look says one of four things of it: seen, missed, hidden (others
cover the place) or faint (a box at the place that is not sure enough). Hidden and faint looks are
neither for nor against, so a passing lorry confirms nothing and clears nothing, and a still object
whose score flickers with the light is neither reported twice nor called cleared (frigate #1273);
faint looks in a row are borne with only for a while, because a stain must not keep a heap alive.

    candidate --k of n looks seen, T since first seen--> confirmed --clear_n missed in a row--> cleared
        '--max(clear_n, n-k+1) missed in a row, or another vehicle there, or nobody looked for long--> dropped
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.config.profile import DwellRule
from core.detection import Detections
from core.geometry import Box
from core.reason import Reason
from core.sighting import Finding
from detectors.rules.common import MOVABLE, Json, Look, Said, Step, facts, too_long_ago
from detectors.rules.place import COVERED, DISPLACED_IOU, drifted, hides, likeness, part_of, swallows

_FOLLOW = 0.3  # how far a still thing's place moves towards each new box: jitter is smoothed, growth followed


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """What is remembered at one place."""

    number: int
    label: str
    box: Box  # the place: smoothed for still things, as first seen for vehicles
    confidence: float  # when last seen
    first_at: float  # seconds since 1970
    looked_at: float  # last look at the place, decided or not
    looks: tuple[bool, ...]  # the last n decided looks, oldest first: seen or not
    misses: int = 0  # in a row
    faint: int = 0  # faint looks in a row
    confirmed: bool = False

    @property
    def hits(self) -> int:
        """How many of the remembered looks saw it."""
        return sum(self.looks)

    def to_json(self) -> list[Any]:
        """Return JSON types, short: a district stores thousands of these."""
        looks = "".join("x" if seen else "." for seen in self.looks)
        times = [self.first_at, self.looked_at]
        return [
            self.number, self.label, list(self.box.row), self.confidence, times, looks,
            self.misses, self.faint, self.confirmed,
        ]  # fmt: skip

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> Thing:
        """Read what `to_json` wrote; ValueError, TypeError or KeyError when it is something else."""
        number, label, box, confidence, (first_at, looked_at), looks, misses, faint, confirmed = row
        return cls(
            number=int(number),
            label=str(label),
            box=Box(x0=box[0], y0=box[1], x1=box[2], y1=box[3]),
            confidence=float(confidence),
            first_at=float(first_at),
            looked_at=float(looked_at),
            looks=tuple(mark == "x" for mark in looks),
            misses=int(misses),
            faint=int(faint),
            confirmed=bool(confirmed),
        )


def things_of(state: Json) -> list[Thing]:
    """Return what a state remembers."""
    rows: Any = state.get("things", [])
    return [Thing.from_json(row) for row in rows]


def step(rule: DwellRule, state: Json, look: Look, *, room: int) -> Step:
    """Answer one look at one zone. `room` is how many more things the camera may remember for this rule."""
    said: list[Said] = []
    notes: list[Reason] = []
    things = []
    for thing in things_of(state):
        if not thing.confirmed and too_long_ago(thing.looked_at, look.at, rule.over_s):
            gap_s = look.at - thing.looked_at
            said.append(
                _say(thing, Finding.DROPPED, "dwell.stale", facts(look, label=thing.label, gap_s=gap_s))
            )
        else:
            things.append(thing)
    seen, strangers = _matched(rule, things, look.found)
    hidden_by = [box for box in look.everything if box[2] in rule.ignore_when_covered_by]
    kept = []
    for i, thing in enumerate(things):
        after, told = _looked(rule, thing, seen.get(i), look, hidden_by)
        said.append(told)
        if told.finding not in {Finding.CLEARED, Finding.DROPPED}:
            kept.append(after)
    for box, score, label in strangers[: max(0, room)]:
        thing = Thing(
            number=look.new_number(), label=label, box=box, confidence=score,
            first_at=look.at, looked_at=look.at, looks=(True,),
        )  # fmt: skip
        after, told = _judged(rule, thing, look)
        kept.append(after)
        said.append(told)
    if len(strangers) > max(0, room):
        shed = len(strangers) - max(0, room)
        notes.append(Reason(code="dwell.shed", facts=facts(look, shed=shed, max=rule.max_subjects)))
    return Step(state={"things": [thing.to_json() for thing in kept]}, said=tuple(said), notes=tuple(notes))


Seen = tuple[Box, float, str]


def _matched(rule: DwellRule, things: list[Thing], found: Detections) -> tuple[dict[int, Seen], list[Seen]]:
    """Return which box each thing is seen as, and the boxes that are nothing known, surest first."""
    boxes = list(found)
    pairs = sorted(
        (
            (-like, i, j)
            for i, thing in enumerate(things)
            for j, (box, _, label) in enumerate(boxes)
            if (like := _like(rule, thing.box, box, label)) > 0
        ),
    )
    seen: dict[int, Seen] = {}
    used: set[int] = set()
    for _, i, j in pairs:
        if i not in seen and j not in used:
            seen[i] = boxes[j]
            used.add(j)
    # A heap seen as one box today and two tomorrow is no second heap, and the two are not gone as one.
    for i, thing in enumerate(things):
        if i not in seen and thing.label not in MOVABLE:
            around = [j for j, (box, _, _) in enumerate(boxes) if swallows(box, thing.box)]
            if around:
                seen[i] = (thing.box, *boxes[around[0]][1:])
                used.update(around)
    strangers = [
        (box, score, label)
        for j, (box, score, label) in enumerate(boxes)
        if j not in used
        and (label in MOVABLE or not any(part_of(thing.box, box) for thing in things))
    ]  # fmt: skip
    return seen, strangers


def _looked(
    rule: DwellRule, thing: Thing, seen: Seen | None, look: Look, hidden_by: list[Seen]
) -> tuple[Thing, Said]:
    thing = replace(thing, looked_at=look.at)
    if seen is not None:
        box, score, _ = seen
        weight = 0.0 if thing.label in MOVABLE else _FOLLOW
        thing = replace(
            thing,
            box=drifted(thing.box, box, weight),
            confidence=score,
            looks=(*thing.looks, True)[-rule.n :],
            misses=0,
            faint=0,
        )
        return _judged(rule, thing, look)
    # Another vehicle where one stood is no cover of it: else a queue of traffic would hide its own going.
    covers = [one for one in hidden_by if one[2] not in rule.classes]
    if sum(hides(box, thing.box) for box, _, _ in covers) >= COVERED:
        by = max(covers, key=lambda one: hides(one[0], thing.box))[2]
        return thing, _undecided(thing, "dwell.covered", facts(look, label=thing.label, by=by))
    faint = max((s for box, s, label in look.faint if _like(rule, thing.box, box, label) > 0), default=None)
    if faint is not None and thing.faint < 2 * rule.clear_n:
        told = facts(look, label=thing.label, score=faint, least=rule.min_confidence)
        return replace(thing, faint=thing.faint + 1), _undecided(thing, "dwell.faint", told)
    thing = replace(thing, looks=(*thing.looks, False)[-rule.n :], misses=thing.misses + 1)
    return thing, _missed(rule, thing, look, displaced=_displaced(thing, look.found))


def _judged(rule: DwellRule, thing: Thing, look: Look) -> tuple[Thing, Said]:
    """Return a thing that was just seen, confirmed if it is time, and what to say of it."""
    told = facts(
        look, label=thing.label, hits=thing.hits, looks=len(thing.looks), age_s=look.at - thing.first_at,
        k=rule.k, n=rule.n, over_s=rule.over_s,
    )  # fmt: skip
    if thing.confirmed:
        return thing, _say(thing, Finding.PRESENT, "dwell.present", told)
    if thing.hits >= rule.k and look.at - thing.first_at >= rule.over_s:
        return replace(thing, confirmed=True), _say(thing, Finding.PRESENT, "dwell.confirmed", told)
    code = "dwell.candidate" if thing.first_at == look.at else "dwell.waiting"
    return thing, _say(thing, Finding.CANDIDATE, code, told)


def _displaced(thing: Thing, found: Detections) -> bool:
    """Whether another vehicle stands where this one stood, so that this one has moved on."""
    if thing.label not in MOVABLE:
        return False
    return any(label in MOVABLE and thing.box.iou(box) >= DISPLACED_IOU for box, _, label in found)


def _missed(rule: DwellRule, thing: Thing, look: Look, *, displaced: bool) -> Said:
    told = facts(
        look, label=thing.label, misses=thing.misses, clear_n=rule.clear_n, hits=thing.hits,
        looks=len(thing.looks), age_s=look.at - thing.first_at,
    )  # fmt: skip
    if thing.confirmed:
        if thing.misses >= rule.clear_n:
            return _say(thing, Finding.CLEARED, "dwell.cleared", told)
        return _say(thing, Finding.MISSED, "dwell.missed", told)
    if displaced or thing.misses >= max(rule.clear_n, rule.n - rule.k + 1):
        return _say(thing, Finding.DROPPED, "dwell.dropped", told)
    return _say(thing, Finding.CANDIDATE, "dwell.waiting", told)


def _undecided(thing: Thing, code: str, told: dict[str, Any]) -> Said:
    return _say(thing, Finding.MISSED if thing.confirmed else Finding.CANDIDATE, code, told)


def _say(thing: Thing, finding: Finding, code: str, told: dict[str, Any]) -> Said:
    return Said(
        number=thing.number,
        finding=finding,
        reason=Reason(code=code, facts=told),
        confidence=thing.confidence,
        since=thing.first_at,
        box=thing.box,
    )


def _like(rule: DwellRule, place: Box, box: Box, label: str) -> float:
    return likeness(place, box, movable=label in MOVABLE, same_place_iou=rule.same_place_iou)
