"""What lies so near an incident that it may be the same: for an operator who merges by hand. Pure but for the query."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.merge import POINTS, reach_m
from alerts.store.base import IncidentQuery, Reader
from core.config.settings.merging import Merging
from core.geo import Datum, LocalPlane, distance_m
from core.incident import Incident, Status

AROUND_M = 150.0
MOST = 20
_LIVE = tuple(status for status in Status if not status.ended)
_LOOKED_THROUGH = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """Another incident near by."""

    incident: Incident
    distance_m: float  # between the two places
    vague: bool  # one of the places is only its camera's or zone's: the distance says little
    kindred: bool  # of the same matter, or one that may be the same thing
    reach_m: float  # up to which distance they would have been merged


def neighbours(reader: Reader, incident: Incident, merging: Merging) -> tuple[Neighbour, ...]:
    """Return what is live within 150 m, at most 20: what may be the same thing first, then the nearest."""
    here = incident.place.point.to(Datum.WGS84)
    plane = LocalPlane(origin=here)
    low, high = plane.to_lonlat(-AROUND_M, -AROUND_M), plane.to_lonlat(AROUND_M, AROUND_M)
    box = (low.lon, low.lat, high.lon, high.lat)
    page = reader.find(IncidentQuery(statuses=_LIVE, box=box, limit=_LOOKED_THROUGH))
    found = [_neighbour(incident, other, merging) for other in page.incidents if other.id != incident.id]
    found = [one for one in found if one.distance_m <= AROUND_M]
    found.sort(key=lambda one: (not one.kindred, one.distance_m, one.incident.id))
    return tuple(found[:MOST])


def _neighbour(incident: Incident, other: Incident, merging: Merging) -> Neighbour:
    a, b = incident.place, other.place
    return Neighbour(
        incident=other,
        distance_m=round(distance_m(a.point.to(Datum.WGS84), b.point.to(Datum.WGS84)), 1),
        vague=a.origin not in POINTS or b.origin not in POINTS,
        kindred=other.matter.key in merging.alike(incident.matter.key),
        reach_m=round(reach_m(a, b, merging), 1),
    )
