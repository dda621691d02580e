"""What a kept picture shows for certain, by the verdicts on everything that its camera raised. Pure.

A picture without a label teaches a detector that nothing is there. So a picture is used only when all of it is
known: a thing that nobody has judged yet, a crowd (one box round many persons), or a car that was called no offence
(it is a car all the same) leave it out, each counted by its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alerts.pictures import AFTER
from core.config.profile import DwellRule, Profile, Rule
from core.geometry import Box
from core.incident import Incident, Picture, View
from gridwatch.workbench.feedback.reading import Case
from gridwatch.workbench.feedback.verdicts import Said
from gridwatch.workbench.model.classes import KEPT

SAME = 0.5
"""Overlap from which two boxes are taken for the same thing."""


class Left(StrEnum):
    """Why a picture was left out; the value is told to people."""

    MASKING = "persons could not be masked"
    NOT_KEPT = "the picture is no longer kept"
    UNREADABLE = "the picture cannot be decoded"
    NO_BOX = "the finding has no box"
    GROUP = "one box round a group, not round a thing"
    UNKNOWN = "the rule or its class is unknown"
    ORDINARY = "about a person or a vehicle: says nothing of the others in the picture (see --teacher)"
    NOT_GONE = "taken afterwards, but no look has shown that it is gone"
    UNDECIDED = "shows something that nobody has judged yet"
    CONTRADICTION = "two verdicts on one place"
    SAME_SCENE = "the same still scene is in the set"
    TOO_MANY = "beyond the limit"


class Shows(StrEnum):
    """What is claimed of a box."""

    THERE = "there"
    FALSE = "false"  # an operator said: not so
    GONE = "gone"  # looks have shown that it is gone


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One thing known of a picture."""

    shows: Shows
    label: str  # detector class
    box: Box
    case: Case

    def like(self, other: Claim) -> bool:
        """Return whether both say the same of the same place."""
        return (self.shows, self.label) == (other.shows, other.label) and self.box.iou(other.box) >= SAME


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """A kept picture with all that is known of it; the first claim is about the incident it was kept for."""

    picture: Picture
    claims: tuple[Claim, ...]


LabelOf = Callable[[Incident, View], "str | Left"]


def label_by(profiles: dict[str, Profile], names: Sequence[str]) -> LabelOf:
    """Return what tells the detector class behind a view: view → rule → its classes.

    Args:
        profiles: by name.
        names: classes of the detector.
    """

    def label_of(incident: Incident, view: View) -> str | Left:
        rule = _rule(profiles, incident, view)
        if rule is None:
            return Left.UNKNOWN
        if not isinstance(rule, DwellRule):
            return Left.GROUP
        told = str(incident.why.facts.get("label", ""))
        label = rule.classes[0] if len(rule.classes) == 1 else told
        return label if label in rule.classes and label in names else Left.UNKNOWN

    return label_of


def shot_of(
    picture: Picture, case: Case, around: Sequence[Case], label_of: LabelOf, *, ordinary: bool
) -> Shot | Left:
    """Return what is known of a picture, or why it cannot be used.

    Args:
        picture: one of `case`.
        case: has a verdict.
        around: every case of the district, or at least of the picture's camera.
        label_of: see `label_by`.
        ordinary: take persons and vehicles too: somebody labels the others in the picture.
    """
    own = _own(picture, case, label_of, ordinary=ordinary)
    if isinstance(own, Left):
        return own
    claims = [own]
    for other in around:
        for view in other.incident.views:
            if (
                view.camera_id != picture.camera_id
                or not view.first_seen <= picture.taken_at <= view.last_seen
            ):
                continue
            if other.incident.id == case.incident.id and (
                own.shows is not Shows.THERE or view.box is None or view.box.iou(own.box) >= SAME
            ):
                continue  # the finding itself
            more = _beside(picture, other, view, label_of)
            if more is Left.UNDECIDED:
                return Left.UNDECIDED
            if isinstance(more, Claim):
                claims.append(more)
    if _contradict(claims):
        return Left.CONTRADICTION
    return Shot(picture=picture, claims=tuple(claims))


def same_scene(one: Shot, other: Shot) -> bool:
    """Return whether everything that `other` claims is claimed by `one` already."""
    return all(any(claim.like(known) for known in one.claims) for claim in other.claims)


def _own(picture: Picture, case: Case, label_of: LabelOf, *, ordinary: bool) -> Claim | Left:
    views = [view for view in case.incident.views if view.camera_id == picture.camera_id]
    box = picture.box or next((view.box for view in views if view.box is not None), None)
    if case.verdict is None or not views:
        return Left.UNKNOWN
    if box is None or box.area <= 0:
        return Left.NO_BOX
    view = max(views, key=lambda one: one.box.iou(box) if one.box is not None else -1.0)
    label = label_of(case.incident, view)
    if isinstance(label, Left):
        return label
    shows = Shows.THERE if case.verdict.said is Said.CONFIRMED else Shows.FALSE
    if picture.role == AFTER and shows is Shows.THERE:
        if not case.gone:
            return Left.NOT_GONE
        shows = Shows.GONE
    if label in KEPT and not (ordinary and shows is Shows.THERE):
        return Left.ORDINARY
    return Claim(shows=shows, label=label, box=box, case=case)


def _beside(picture: Picture, other: Case, view: View, label_of: LabelOf) -> Claim | Left | None:
    label = label_of(other.incident, view)
    if isinstance(label, Left) or label in KEPT:
        return None
    if other.verdict is None:
        return Left.UNDECIDED
    box = _box_at(picture, other.incident, view)
    if box is None or box.area <= 0:
        return None
    shows = Shows.THERE if other.verdict.said is Said.CONFIRMED else Shows.FALSE
    return Claim(shows=shows, label=label, box=box, case=other)


def _box_at(picture: Picture, incident: Incident, view: View) -> Box | None:
    """Return where it was when the picture was taken: by its own picture nearest in time, or its last box."""
    mine = [
        one
        for one in incident.pictures
        if one.camera_id == view.camera_id and one.box is not None and one.role != AFTER
    ]
    if not mine:
        return view.box
    return min(mine, key=lambda one: abs((one.taken_at - picture.taken_at).total_seconds())).box


def _contradict(claims: Sequence[Claim]) -> bool:
    there = [claim for claim in claims if claim.shows is Shows.THERE]
    return any(
        claim.label == known.label and claim.box.iou(known.box) >= SAME
        for claim in claims
        if claim.shows is not Shows.THERE
        for known in there
    )


def _rule(profiles: dict[str, Profile], incident: Incident, view: View) -> Rule | None:
    named = incident.facts.get("profile", "").rpartition(" v")[0]
    chosen = [profiles[named]] if named in profiles else list(profiles.values())
    return next((rule for profile in chosen for rule in profile.rules if rule.id == view.rule), None)
