"""Which incident does a confirmed sighting belong to? Pure; every answer carries its reason.

In order: the same place in the same camera, then the same place on the ground seen by another
camera; of the same matter or, where the settings call them kindred, of another rule's. Candidates are
not merged: what is not confirmed is not yet a thing. `gridwatch bench merge` shows how often it is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.config.settings.merging import Merging
from core.geo import distance_m
from core.incident import Incident, Status, View
from core.matter import MatterCode
from core.place import Place, PlaceOrigin
from core.reason import Fact, Reason
from core.sighting import Sighting

SAME_BOX = 0.3  # share of the smaller box that must be covered for two boxes to be one thing
RECURRENCE = timedelta(days=30)  # the same matter at the same place within this time is a recurrence
POINTS = frozenset({PlaceOrigin.HOMOGRAPHY, PlaceOrigin.POSE})  # places of the thing itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """The incident that a sighting belongs to, and why."""

    incident: Incident
    why: Reason
    replaces: str | None = None  # subject of the view in the same camera that this sighting continues


def find_home(
    sighting: Sighting,
    place: Place,
    incidents: Iterable[Incident],
    merging: Merging,
    *,
    matter: MatterCode | None = None,
) -> Home | None:
    """Return where a confirmed sighting belongs among live incidents of any matter, or None.

    The nearest incident wins; equal distances go to the older one. Its own matter goes before kindred ones
    only in the same picture, where a box says more than a metre.

    matter: the sighting's code, to name it in the reason.
    """
    alike = merging.alike(sighting.matter)
    rivals = [
        incident
        for incident in incidents
        if incident.matter.key in alike
        and incident.status is not Status.CANDIDATE
        and not incident.status.ended
    ]
    for incident in sorted(rivals, key=lambda one: one.matter.key != sighting.matter):
        home = _same_picture(sighting, incident)
        if home is not None:
            return _told_apart(home, sighting, matter)
    near = [
        (gap, incident.created_at, incident.id, incident)
        for incident in rivals
        if not _shows_apart(sighting, incident)
        and _unseen_s(sighting, incident) <= merging.unseen_s
        and (gap := _gap_m(place, incident.place)) is not None
        and gap <= reach_m(place, incident.place, merging)
    ]
    if not near:
        return None
    gap, _, _, incident = min(near, key=lambda row: row[:3])
    why = _near("merge.place", gap, place, incident.place, reach_m(place, incident.place, merging))
    return _told_apart(Home(incident=incident, why=why), sighting, matter)


def reach_m(a: Place, b: Place, merging: Merging) -> float:
    """Return the largest distance in metres at which two places are taken for one.

    The configured distance, plus a share of the two radii taken together (they are 95 % figures), but
    never more than `most_m`: two heaps 30 m apart stay two however vague their places.
    """
    reach = merging.distance_m + merging.radius_share * math.hypot(a.radius_m, b.radius_m)
    return max(merging.distance_m, min(merging.most_m, reach))


def find_recurrence(
    sighting: Sighting, place: Place, closed: Iterable[Incident], merging: Merging, now: datetime
) -> tuple[Incident, Reason] | None:
    """Return the latest incident of this matter closed here within 30 days, or None."""
    found: list[tuple[datetime, Incident, Reason]] = []
    alike = merging.alike(sighting.matter)
    for incident in closed:
        if incident.matter.key not in alike or incident.status is not Status.CLOSED:
            continue
        if incident.closed_at is None or now - incident.closed_at > RECURRENCE:
            continue
        gap = _gap_m(place, incident.place)
        if gap is not None and gap <= reach_m(place, incident.place, merging):
            why = _near("merge.recurrence_near", gap, place, incident.place)
            found.append((incident.closed_at, incident, why))
        elif (home := _same_picture(sighting, incident, ended=True)) is not None:
            found.append((incident.closed_at, incident, home.why))
    if not found:
        return None
    _, incident, why = max(found, key=lambda row: row[0])
    return incident, why


def _same_picture(sighting: Sighting, incident: Incident, *, ended: bool = False) -> Home | None:
    for view in incident.views:
        if view.camera_id != sighting.camera_id:
            continue
        if sighting.count is not None and view.count is not None and view.zone == sighting.zone:
            # crowds and counts are one per zone: the group moves, the zone does not
            why = Reason(code="merge.same_zone", facts={"zone": sighting.zone, "incident": incident.id})
            return Home(incident=incident, why=why, replaces=view.subject)
        if sighting.box is None or view.box is None or sighting.count is not None:
            continue
        share = sighting.box.overlap(view.box)
        if share >= SAME_BOX:
            code = "merge.recurrence_box" if ended else "merge.same_box"
            why = Reason(code=code, facts={"share": round(100 * share), "incident": incident.id})
            return Home(incident=incident, why=why, replaces=view.subject)
    return None


def _shows_apart(sighting: Sighting, incident: Incident) -> bool:
    """Whether this very camera shows the incident elsewhere in its picture: then they are two things."""
    return any(_standing(view) for view in incident.views if view.camera_id == sighting.camera_id)


def _standing(view: View) -> bool:
    return view.cleared_at is None


def _gap_m(a: Place, b: Place) -> float | None:
    if a.origin not in POINTS or b.origin not in POINTS:
        return None  # the coordinate is a camera's or a zone's: its distance says nothing about the thing
    return distance_m(a.point, b.point)


def _unseen_s(sighting: Sighting, incident: Incident) -> float:
    """Return for how many seconds nobody had seen the incident when this sighting was made."""
    seen = max((view.last_seen for view in incident.views), default=incident.updated_at)
    return (sighting.at - seen).total_seconds()


def _told_apart(home: Home, sighting: Sighting, matter: MatterCode | None) -> Home:
    """Return the home with a reason that names both matters, where they are kindred and not the same."""
    theirs = home.incident.matter
    if theirs.key == sighting.matter:
        return home
    ours = (matter.name, matter.name_en) if matter else (sighting.matter, sighting.matter)
    facts: dict[str, Fact] = {
        **home.why.facts,
        "name": ours[0],
        "name_en": ours[1],
        "other": theirs.name,
        "other_en": theirs.name_en,
        "camera": sighting.camera_id,
    }
    code = "merge.kindred_box" if home.why.code == "merge.same_box" else "merge.kindred"
    return replace(home, why=Reason(code=code, facts=facts))


def _near(code: str, gap: float, a: Place, b: Place, reach: float | None = None) -> Reason:
    facts: dict[str, Fact] = {
        "distance_m": round(gap, 1),
        "radius_a": round(a.radius_m, 1),
        "radius_b": round(b.radius_m, 1),
    }
    return Reason(code=code, facts=facts if reach is None else {**facts, "reach_m": round(reach, 1)})
