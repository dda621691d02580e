"""What the rules of a camera's profile make of a look: one step, state in and state out.

The state is a small dict of JSON types that the store keeps per camera, so that a restart or another
worker goes on where the last one stopped:

    {"version": 1, "next": 8, "last": ["look_01...", 1793606400.0],
     "rules": {"waste/pavement": {"kind": "dwell", "matter": "construction_waste",
                                  "zone_kind": "public_ground", "things": [...]}}}

Subjects are "<camera>/<rule>/<zone>/<n>"; n is counted in the state and never used twice.

When the profile changes, things remembered under a rule or zone that is no more are not lost silently
and not called cleared, because nobody saw them go: a candidate ends as DROPPED, a confirmed one is
told once more as MISSED with the reason `rule.removed`, and then forgotten. Its incident stays open
until a person or the platform ends it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.config.camera import Camera, Zone
from core.config.profile import CountRule, CrowdRule, DwellRule, Profile
from core.ground import Ground
from core.reason import Fact, Reason
from core.sighting import Finding, Observation, Sighting
from detectors.areas import Areas
from detectors.rules import count, crowd, dwell
from detectors.rules.common import AnyRule, Json, Look, Said, Sifted, Step, instant, sift, within
from detectors.rules.memory import VERSION, Memory, subjects_of
from detectors.tiles import Plan, plan_for


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a look has shown."""

    state: dict[str, Any]  # to be kept; JSON types only
    sightings: tuple[Sighting, ...]
    notes: tuple[Reason, ...]  # why nothing (more) was said
    unsure: bool = False  # a rule of lasting things saw a box at half of what it believes, or more


class RuleBook:
    """The rules of one camera. Pure: the same state and look give the same verdict."""

    def __init__(self, camera: Camera, profile: Profile, ground: Ground | None = None) -> None:
        """`ground`: the picture's plane by clicked points; without it densities go by the camera's pose."""
        self._camera_id = camera.id
        self._areas = Areas(camera.pose, ground)
        self._rules: tuple[tuple[AnyRule, tuple[Zone, ...]], ...] = tuple(
            (rule, tuple(zone for zone in camera.all_zones if _applies(rule, zone))) for rule in profile.rules
        )
        self._plan = plan_for(self._rules)

    @property
    def plan(self) -> Plan | None:
        """Which parts of the picture its rules want to be looked at enlarged; None: the whole picture alone."""
        return self._plan

    def step(self, state: Mapping[str, Any] | None, observation: Observation) -> Verdict:
        """Return the next state and what is to be said of this look.

        A look that was decided on already (the process died after the step was kept), or that an
        earlier one overtook, changes nothing. A state that cannot be read is started afresh, with a note.
        """
        if observation.camera_id != self._camera_id:
            raise ValueError(f"look at {observation.camera_id} given to the rules of {self._camera_id}")
        at = observation.at.timestamp()
        notes: list[Reason] = []
        try:
            memory = Memory.of(state)
        except (KeyError, TypeError, ValueError) as error:
            memory = Memory({}, int(at), None)  # a number no lost subject can have had
            notes.append(Reason(code="rule.afresh", facts={"detail": f"{type(error).__name__}: {error}"}))
        if memory.knows(observation.look_id, at) and state is not None:
            seen = Reason(code="rule.seen_already", facts={"look": observation.look_id})
            return Verdict(
                state=dict(state), sightings=(), notes=(seen,), unsure=True
            )  # it is not judged again
        sightings: list[Sighting] = []
        kept: dict[str, Json] = {}
        unsure = False
        for rule, zones in self._rules:
            sifted = sift(rule, observation.detections)
            if isinstance(rule, DwellRule) and len(sifted.faint):
                unsure = unsure or any(len(within(sifted.faint, zone)) for zone in zones)
            before = len(sightings)
            told = len(notes)
            for zone in zones:
                step = self._one(rule, zone, zones, sifted, memory, kept, observation)
                sightings += [_sighting(observation, rule.id, rule.matter, zone, one) for one in step.said]
                notes += step.notes
                if any(step.state.values()):
                    kept[_key(rule, zone)] = {
                        "kind": rule.kind, "matter": rule.matter, "zone_kind": zone.kind, **step.state
                    }  # fmt: skip
            if len(sightings) == before and len(notes) == told:
                notes += [_why_nothing(rule, zones, sifted), *self._cuts(rule, zones, observation)]
        sightings += _farewells(
            observation, memory, {_key(r, z): r.kind for r, zs in self._rules for z in zs}
        )
        return Verdict(
            state={
                "version": VERSION,
                "next": memory.next,
                "last": [observation.look_id, at],
                "rules": kept,
            },
            sightings=tuple(sightings),
            notes=tuple(notes),
            unsure=unsure,
        )

    def _one(
        self,
        rule: AnyRule,
        zone: Zone,
        zones: tuple[Zone, ...],
        sifted: Sifted,
        memory: Memory,
        kept: Mapping[str, Json],
        observation: Observation,
    ) -> Step:
        if isinstance(rule, CrowdRule) and rule.per_m2 is not None:
            plot = self._areas.of(zone, observation.detections.picture_size)
            zone = zone if plot is None else plot.zone
        look = Look(
            at=observation.at.timestamp(),
            zone=zone,
            found=within(sifted.sure, zone),
            faint=within(sifted.faint, zone),
            everything=observation.detections,
            new_number=memory.new_number,
        )
        state = memory.of_rule(_key(rule, zone), rule.kind)
        if isinstance(rule, CrowdRule):
            return crowd.step(rule, state, look)
        if isinstance(rule, CountRule):
            return count.step(rule, state, look)
        keys = [_key(rule, other) for other in zones]
        done = keys.index(
            _key(rule, zone)
        )  # these count by what they remember now, the rest by what they did
        entries = [kept.get(k, {}) for k in keys[:done]] + [memory.of_rule(k, rule.kind) for k in keys[done:]]
        taken = sum(len(dwell.things_of(entry)) for entry in entries)
        return dwell.step(rule, state, look, room=rule.max_subjects - taken)

    def _cuts(self, rule: AnyRule, zones: tuple[Zone, ...], observation: Observation) -> list[Reason]:
        """Return where a density rule does not look at all of a zone, because its ground is too far away."""
        if not isinstance(rule, CrowdRule) or rule.per_m2 is None:
            return []
        plots = [(zone, self._areas.of(zone, observation.detections.picture_size)) for zone in zones]
        return [
            Reason(
                code="crowd.area_cut",
                facts={
                    "rule": rule.id,
                    "zone": zone.name or zone.id,
                    "area_m2": plot.zone.area_m2,
                    "reach_m": plot.cut_at_m,
                },
            )
            for zone, plot in plots
            if plot is not None and plot.cut_at_m is not None
        ]


def _farewells(observation: Observation, memory: Memory, known: Mapping[str, str]) -> list[Sighting]:
    """Return the last word on everything remembered under a rule or zone that is no more."""
    gone = [(key, entry) for key, entry in memory.rules.items() if known.get(key) != entry["kind"]]
    result = []
    for key, entry in gone:
        rule_id, zone_id = key.split("/", 1)
        reason = Reason(code="rule.removed", facts={"rule": rule_id, "zone": zone_id})
        result += [
            Sighting(
                camera_id=observation.camera_id,
                look_id=observation.look_id,
                at=observation.at,
                subject=f"{observation.camera_id}/{key}/{number}",
                matter=str(entry["matter"]),
                rule=rule_id,
                zone=zone_id,
                zone_kind=str(entry["zone_kind"]),
                finding=Finding.MISSED if confirmed else Finding.DROPPED,
                confidence=confidence,
                reason=reason,
                box=box,
                since=instant(first_at),
            )
            for number, confirmed, confidence, first_at, box in subjects_of(entry)
        ]
    return result


def _sighting(observation: Observation, rule_id: str, matter: str, zone: Zone, said: Said) -> Sighting:
    return Sighting(
        camera_id=observation.camera_id,
        look_id=observation.look_id,
        at=observation.at,
        subject=f"{observation.camera_id}/{rule_id}/{zone.id}/{said.number}",
        matter=matter,
        rule=rule_id,
        zone=zone.id,
        zone_kind=zone.kind,
        finding=said.finding,
        confidence=said.confidence,
        reason=said.reason,
        box=said.box,
        count=said.count,
        since=instant(said.since),
    )


def _why_nothing(rule: AnyRule, zones: tuple[Zone, ...], sifted: Sifted) -> Reason:
    if not zones:
        return Reason(code="rule.no_zone", facts={"rule": rule.id, "kinds": ", ".join(rule.zone_kinds)})
    inside = [set(map(tuple, within(sifted.sure, zone).boxes.tolist())) for zone in zones]
    outside = len(sifted.sure) - len(set(itertools.chain.from_iterable(inside)))
    facts: dict[str, Fact] = {
        "rule": rule.id,
        "found": sifted.found,
        "faint": sifted.too_faint,
        "size": sifted.wrong_size,
        "outside": max(0, outside),
    }
    return Reason(code="rule.nothing", facts=facts)


def _applies(rule: AnyRule, zone: Zone) -> bool:
    return not rule.zone_kinds or zone.kind in rule.zone_kinds


def _key(rule: AnyRule, zone: Zone) -> str:
    return f"{rule.id}/{zone.id}"
