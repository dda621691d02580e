"""One search over everything that has a place: incidents by id and case number, grids, cameras."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from alerts.store.base import Reader
from api.auth import may
from api.deps import Given
from api.map.atlas import Atlas
from api.map.finding import find
from api.map.plan import Plan
from api.models.maps import FoundOut, SearchOut
from api.routes.maps import Maps
from core.geo import Datum
from core.incident import Incident, Status
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/search", tags=["map"])
_LEAST_OF_AN_ID = 5  # characters from which an id is looked up by its beginning
_UNSEEN = frozenset({Status.CANDIDATE, Status.EXPIRED})


@router.get("")
def search(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    maps: Maps,
    q: Annotated[str, Query(min_length=1, max_length=100, description="Words; all of them must be found.")],
    limit: Annotated[int, Query(ge=1, le=50, description="Of each kind.")] = 8,
) -> SearchOut:
    """Return incidents, grids and cameras that fit: by id, code, case number, name, its initials, or grid names."""
    plan = maps.plan()
    with given.store.read() as reader:
        cases = [one for one in _cases(reader, q.strip(), limit) if _seen(who, one)]
    cells, many_cells = find(plan.cell_entries, q, limit, fits=who.scope.shows_cell)
    seen = {one.camera.id for one in plan.seen_by(who.scope)}
    names, many = find(plan.entries, q, limit, fits=seen.__contains__)
    found = [_case(one) for one in cases]
    found += [_cell(plan, code) for code in cells]
    found += [_camera(maps, plan, name) for name in names]
    return SearchOut(found=found, left_off=many_cells - len(cells) + many - len(names))


def _cases(reader: Reader, asked: str, limit: int) -> list[Incident]:
    """Return incidents whose id begins so, and those that a receiver knows by this case number."""
    found: dict[str, None] = {}
    if len(asked) >= _LEAST_OF_AN_ID and not asked.isspace():
        found.update(dict.fromkeys(reader.ids_starting(asked, limit)))
        numbered = reader.deliveries(case_number=asked, limit=limit)
        found.update(dict.fromkeys(delivery.incident_id for delivery in numbered))
    kept = reader.incidents(list(found)[:limit])
    return [kept[one] for one in found if one in kept and kept[one].status not in _UNSEEN]


def _seen(who: Who, incident: Incident) -> bool:
    return who.sees(grid=incident.place.grid_code, owners=(incident.owner,))


def _case(incident: Incident) -> FoundOut:
    point = incident.place.point.to(Datum.WGS84)
    return FoundOut(
        kind="incident",
        id=incident.id,
        name=incident.title,
        name_en=incident.title_en,
        where=" ".join(cell.name for cell in incident.place.grid),
        lon=round(point.lon, 6),
        lat=round(point.lat, 6),
        state=incident.status.value,
    )


def _cell(plan: Plan, code: str) -> FoundOut:
    cell = plan.cell_by_code[code]
    return FoundOut(
        kind="grid",
        id=code,
        name=cell.name,
        name_en=cell.name,
        where=plan.path(code),
        lon=cell.lon,
        lat=cell.lat,
        state=cell.level,
    )


def _camera(maps: Atlas, plan: Plan, name: str) -> FoundOut:
    spot = plan.by_id[name]
    return FoundOut(
        kind="camera",
        id=name,
        name=spot.camera.name,
        name_en=spot.camera.name,
        where=plan.path(spot.grid),
        lon=round(spot.at.lon, 6),
        lat=round(spot.at.lat, 6),
        state=maps.states().get(name, ("unknown", ""))[0],
    )
