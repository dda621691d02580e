"""Which incident a report of somebody outside is about. Pure; every answer carries its figures.

A caller's point is good to tens of metres, a grid code to a hundred: so a report reaches farther than a
camera's view does, and where a cell of the grid is all there is, only the one incident in it is taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.merge import POINTS
from core.config.settings.merging import Merging
from core.geo import Datum, distance_m
from core.incident import Incident, Status
from core.place import Place, PlaceOrigin
from core.reason import Fact, Reason

MAX_REPORTS = 50  # of one incident; more of them say nothing new
BEFORE = timedelta(days=1)  # a call that came so long before a camera first saw the thing is about it


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """The incident that a report is about, and why."""

    incident: Incident
    why: Reason


def find_reported(
    place: Place, matter: str, at: datetime, incidents: Iterable[Incident], merging: Merging
) -> Match | None:
    """Return the incident that a report is about, or None.

    Of those of the same or a kindred matter that are live, or were not closed yet when it was reported: the
    nearest within reach, what is live before what has ended; by the grid alone only where it is the only one.
    """
    alike = merging.alike(matter)
    rivals = [one for one in incidents if one.matter.key in alike and _in_time(one, at)]
    near = [
        (one.status.ended, gap, one.created_at, one.id, one)
        for one in rivals
        if (gap := _gap_m(place, one.place)) is not None
        and gap <= reported_reach_m(place, one.place, merging)
    ]
    if near:
        _, gap, _, _, found = min(near, key=lambda row: row[:4])
        reach = reported_reach_m(place, found.place, merging)
        facts: dict[str, Fact] = {
            "distance_m": round(gap, 1),
            "radius_m": round(place.radius_m, 1),
            "reach_m": round(reach, 1),
        }
        return Match(incident=found, why=Reason(code="report.near", facts=facts))
    code = place.grid_code
    if place.origin is not PlaceOrigin.GRID or code is None:
        return None
    within = [one for one in rivals if not one.status.ended and (one.place.grid_code or "").startswith(code)]
    if len(within) != 1:
        return None
    return Match(incident=within[0], why=Reason(code="report.only_one", facts={"grid": code}))


def is_shown(place: Place, matter: str, waiting: Incident, merging: Merging) -> Reason | None:
    """Return why what a camera sees at a place is what somebody reported and nobody has seen yet, or None."""
    if waiting.matter.key not in merging.alike(matter):
        return None
    if waiting.place.origin is PlaceOrigin.GRID:
        code = waiting.place.grid_code or "?"
        if (place.grid_code or "").startswith(code):
            return Reason(code="report.shown_grid", facts={"grid": code})
        return None
    gap = _gap_m(waiting.place, place)
    if gap is None or gap > reported_reach_m(waiting.place, place, merging):
        return None
    reach = reported_reach_m(waiting.place, place, merging)
    shown: dict[str, Fact] = {"distance_m": round(gap, 1), "reach_m": round(reach, 1)}
    return Reason(code="report.shown", facts=shown)


def reported_reach_m(reported: Place, other: Place, merging: Merging) -> float:
    """Return up to how many metres a reported place is taken for another: both radii, at most `report_m`."""
    reach = merging.distance_m + math.hypot(reported.radius_m, other.radius_m)
    return max(merging.distance_m, min(merging.report_m, reach))


def _in_time(incident: Incident, at: datetime) -> bool:
    if at < incident.created_at - BEFORE:
        return False
    if not incident.status.ended:
        return True
    closed = incident.closed_at
    return incident.status is Status.CLOSED and closed is not None and at <= closed


def _gap_m(reported: Place, other: Place) -> float | None:
    if reported.origin is not PlaceOrigin.REPORTED:
        return None
    if other.origin not in POINTS and other.origin is not PlaceOrigin.REPORTED:
        return None  # a camera's or a zone's coordinate says nothing about the thing
    return distance_m(reported.point.to(Datum.WGS84), other.point.to(Datum.WGS84))
