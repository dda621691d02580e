"""Cases that were at a place before: for an operator who asks whether this happens here again and again."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.store.base import IncidentQuery, Reader
from core.geo import Datum, LocalPlane, distance_m
from core.incident import Incident, Status

AROUND_M = 60.0
MOST = 8
_LOOKED_THROUGH = 60
_ENDED = (Status.CLOSED, Status.REJECTED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """One that has ended."""

    incident: Incident
    distance_m: float


def previous(reader: Reader, incident: Incident) -> tuple[Earlier, ...]:
    """Return ended cases within 60 m, at most 8, the newest first.

    Within the same grid cell where that is known, else of the same camera: both have an index, a box has none.
    """
    here = incident.place.point.to(Datum.WGS84)
    plane = LocalPlane(origin=here)
    low, high = plane.to_lonlat(-AROUND_M, -AROUND_M), plane.to_lonlat(AROUND_M, AROUND_M)
    grid = incident.place.grid_code
    query = IncidentQuery(
        grid_prefix=grid,
        camera_id=None if grid else next(iter(incident.cameras), None),
        statuses=_ENDED,
        box=(low.lon, low.lat, high.lon, high.lat),
        limit=_LOOKED_THROUGH,
    )
    found = [
        Earlier(incident=one, distance_m=round(distance_m(here, one.place.point.to(Datum.WGS84)), 1))
        for one in reader.find(query).incidents
        if one.id != incident.id and one.created_at <= incident.created_at
    ]
    return tuple([one for one in found if one.distance_m <= AROUND_M][:MOST])
