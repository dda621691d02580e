"""What is around one place: for a small map beside a case."""

from __future__ import annotations

import shapely

from api.map.atlas import Atlas
from api.map.plan import Spot, near
from api.map.views import ring_of
from api.models.maps import AroundOut, NearOut
from core.geo import LonLat
from core.people.scope import Scope

_DECIMALS = 6  # of degrees: a decimetre
_UNKNOWN = ("unknown", "")


def around(maps: Atlas, scope: Scope, at: LonLat, radius_m: float, limit: int) -> AroundOut:
    """Return the nearest cameras within a radius (metres), and the grid that holds the place (WGS-84)."""
    plan, states = maps.plan(), maps.states()
    found = near(plan.seen_by(scope), at, radius_m, limit + 1_000_000)

    def told(one: Spot, distance_m: float) -> NearOut:
        camera = one.camera
        return NearOut(
            id=camera.id,
            name=camera.name,
            lon=round(one.at.lon, _DECIMALS),
            lat=round(one.at.lat, _DECIMALS),
            state=states.get(camera.id, _UNKNOWN)[0],
            distance_m=round(distance_m),
            heading=round(camera.pose.heading_deg) if camera.pose else None,
            view=ring_of(one) or [],
        )

    cell = plan.cell_at(at)
    if cell is not None and not scope.shows_cell(cell.code):
        cell = None
    parts = [] if cell is None else sorted(shapely.get_parts(cell.shape), key=lambda part: -part.area)
    ring = shapely.get_coordinates(parts[0].exterior).round(_DECIMALS).tolist() if parts else []
    return AroundOut(
        cameras=[told(one, distance) for one, distance in found[:limit]],
        total=len(found),
        grid=cell.code if cell else "",
        path=plan.path(cell.code) if cell else "",
        ring=ring,
    )
