"""What an incident becomes when another view joins it: where it is, and what it is called. Pure.

Every camera's place has an error of its own, so several together know better: the mean, each weighted by
the inverse square of its radius. Its radius is that of the mean, but never less than a metre: the cameras
see different sides of the thing, and share whatever the map is wrong by.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from alerts import views
from alerts.merge import POINTS, Home
from core.geo import LocalPlane
from core.incident import Incident, Status
from core.matter import MatterCode, severity_level
from core.place import Place
from core.sighting import Sighting

LEAST_RADIUS_M = 1.0
_UNFILED = frozenset({Status.CANDIDATE, Status.OPEN, Status.ACKNOWLEDGED})


def joined(known: Incident, sighting: Sighting, home: Home, candidate: Incident) -> Incident:
    """Return an incident with a confirmed candidate's view in it; the place's grid path is still the old one.

    A group that moves is where it was last placed best; a still thing is where all of its views put it. A
    more severe matter takes over until the platform has filed it under the other.
    """
    after = views.seen(
        known,
        sighting,
        replaces=home.replaces,
        place=candidate.place,
        matter=candidate.matter,
        why=home.why,
    )
    if sighting.count is None:
        places = [view.place for view in after.views if view.place is not None]
        if not any(view.place for view in known.views):
            places.append(known.place)  # written before views kept their places
        place = fused(places)
    elif sighting.camera_id not in known.cameras and candidate.place.radius_m < known.place.radius_m:
        place = candidate.place
    else:
        place = None
    if place is not None and place.point != known.place.point:
        after = replace(after, place=place)
    return replace(after, matter=graver(known, candidate.matter))


def fused(places: Iterable[Place]) -> Place | None:
    """Return where several views put one still thing together, or None when none of them has a point."""
    points = [place for place in places if place.origin in POINTS]
    if not points:
        return None
    best = min(points, key=lambda place: place.radius_m)
    if len(points) == 1:
        return best
    plane = LocalPlane(origin=best.point)
    weights = [1 / max(place.radius_m, LEAST_RADIUS_M) ** 2 for place in points]
    spots = [plane.to_metres(place.point) for place in points]
    total = sum(weights)
    east = sum(w * e for w, (e, _) in zip(weights, spots, strict=True)) / total
    north = sum(w * n for w, (_, n) in zip(weights, spots, strict=True)) / total
    radius = max(LEAST_RADIUS_M, 1 / math.sqrt(total))
    return replace(best, point=plane.to_lonlat(east, north), radius_m=round(radius, 1))


def graver(known: Incident, matter: MatterCode) -> MatterCode:
    """Return what an incident is called when something kindred joins it: the first, or the more severe."""
    if known.case_number is not None or known.status not in _UNFILED:
        return known.matter
    graver_now = severity_level(matter.severity) > severity_level(known.matter.severity)
    return matter if graver_now else known.matter
