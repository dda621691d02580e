"""What the console's map draws: cameras, grids, counts, heat, open incidents, fields of view, the base map."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from alerts.figures.cases import Where
from alerts.figures.places import count, heat, spots
from alerts.store.cursor import micros
from api.auth import may
from api.deps import Given
from api.map.around import around
from api.map.atlas import Atlas
from api.map.buckets import Unit, edges
from api.map.packed import answered, pack
from api.map.plan import compact
from api.models.maps import (
    AroundOut,
    MapCamerasOut,
    MapCountsOut,
    MapHeatOut,
    MapIncidentsOut,
    MapSettingsOut,
    MapStatesOut,
)
from core.errors import NotFound
from core.geo import LonLat
from core.incident import Status
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/map", tags=["map"])
MOST_SPOTS = 5_000  # incidents told at once
MOST_VIEWS = 200  # fields of view told at once
WIDEST_DEG = 0.5  # of a box that fields of view are asked for
_STEP = 60_000_000  # microseconds: times of a filter are rounded to it, so that an answer can be kept


def atlas(request: Request) -> Atlas:
    """Return what answers maps."""
    found: Atlas = request.app.state.atlas
    return found


Maps = Annotated[Atlas, Depends(atlas)]
Viewer = Annotated[Who, may(Act.SEE)]
Names = Annotated[list[str], Query(max_length=200)]


def filters(
    who: Viewer,
    matter: Annotated[Names, Query(description="Matter keys; none: all.")] = [],  # noqa: B006 - FastAPI copies it
    owner: Annotated[Names, Query(description="Source owners.")] = [],  # noqa: B006 - FastAPI copies it
    grid: Annotated[Names, Query(description="Grid code prefixes, any of them.")] = [],  # noqa: B006 - FastAPI copies it
    status: Annotated[list[Status], Query(max_length=20, description="Statuses.")] = [],  # noqa: B006 - FastAPI copies it
    since: Annotated[datetime | None, Query(description="First seen since.")] = None,
    until: Annotated[datetime | None, Query(description="First seen before.")] = None,
) -> Where:
    """Return what counts, within what the asker may see."""
    return Where(
        matters=tuple(matter),
        owners=tuple(owner),
        grids=tuple(grid),
        statuses=tuple(one.value for one in status),
        found_since=_instant(since),
        found_until=_instant(until),
        seen_owners=who.scope.owners,
        seen_grids=who.scope.grids,
    )


Filtered = Annotated[Where, Depends(filters)]


@router.get("/settings")
def settings(who: Viewer, given: Given, maps: Maps) -> MapSettingsOut:
    """Return the base map, and where the district is."""
    plan = maps.plan()
    return MapSettingsOut.of(
        given.maps, given.fleet.district(), plan.box(who.scope), streets=given.maps.streets() is not None
    )


@router.get("/cameras", response_model=MapCamerasOut)
def cameras(request: Request, who: Viewer, maps: Maps) -> Response:
    """Return every camera that the caller may see, with its state; 304 to who has it already."""
    return answered(request, maps.cameras(who.scope))


@router.get("/states", response_model=MapStatesOut)
def states(request: Request, who: Viewer, maps: Maps) -> Response:
    """Return only the states; a live event of kind `map` says when to ask again."""
    return answered(request, maps.letters(who.scope))


@router.get("/grid", response_class=Response)
def grid_polygons(request: Request, who: Viewer, maps: Maps) -> Response:
    """Return the polygons of all four levels that the caller's scope shows, simplified, as GeoJSON in WGS-84."""
    return answered(request, maps.outline(who.scope))


@router.get("/streets", response_class=Response)
def streets(request: Request, _: Viewer, maps: Maps) -> Response:
    """Return the district's own drawing of its streets as GeoJSON in WGS-84; 404 where there is none."""
    drawn = maps.streets()
    if drawn is None:
        raise NotFound("no drawing of streets: configs/grid/streets.geojson is not there")
    return answered(request, drawn)


@router.get("/counts", response_model=MapCountsOut)
def counts(request: Request, maps: Maps, where: Filtered) -> Response:
    """Return how many incidents there are in every grid of all levels."""

    def make() -> Any:
        told = maps.book.cases(lambda table: count(table, where))
        return {
            "total": told.total,
            "outside": told.outside,
            "grids": told.grids,
            "matters": told.matters,
            "statuses": told.statuses,
        }

    return answered(request, maps.counted(("counts", where), make))


@router.get("/heat", response_model=MapHeatOut)
def heat_map(request: Request, given: Given, maps: Maps, where: Filtered, unit: Unit = "day") -> Response:
    """Return incidents by cell for each of the last 48 hours or 30 days."""
    steps = edges(unit, given.clock.now(), ZoneInfo(str(given.fleet.district()["timezone"])))

    def make() -> Any:
        told = maps.book.cases(lambda table: heat(table, where, [micros(step) for step in steps]))
        return {
            "unit": unit,
            "edges": [step.isoformat() for step in steps],
            "size": told.size_deg,
            "west": round(told.west, 6),
            "south": round(told.south, 6),
            "bucket": told.buckets,
            "x": told.columns,
            "y": told.rows,
            "n": told.counts,
        }

    return answered(request, maps.counted(("heat", where, steps), make))


@router.get("/incidents", response_model=MapIncidentsOut)
def incidents(
    request: Request,
    given: Given,
    maps: Maps,
    where: Filtered,
    limit: Annotated[int, Query(ge=1, le=MOST_SPOTS)] = 2000,
) -> Response:
    """Return what has not ended as points: what is overdue, what waits for an operator, then the newest."""

    def make() -> Any:
        told = maps.book.cases(lambda table: spots(table, where, limit))
        with given.store.read() as reader:
            ids = reader.figure_ids(told.numbers)
        return {
            "total": told.total,
            "ids": [ids[number] for number in told.numbers],
            "lon": [round(lon, 6) for lon in told.lon],
            "lat": [round(lat, 6) for lat in told.lat],
            "status": told.statuses,
            "matter": told.matters,
            "owner": told.owners,
            "grid": told.grids,
            "created": [at // 1_000_000 for at in told.found_at],
            "waits": told.waits,
        }

    return answered(request, maps.counted(("incidents", where, limit), make))


@router.get("/views", response_class=Response)
def views(
    request: Request,
    who: Viewer,
    maps: Maps,
    box: Annotated[str, Query(max_length=100, description="west,south,east,north in degrees, WGS-84.")],
) -> Response:
    """Return the ground that each camera in a box shows, as GeoJSON; where a direction is unknown, nothing."""
    sides = _box(box)
    found, many = maps.views.within(maps.plan().seen_by(who.scope), sides, MOST_VIEWS)
    told: dict[str, Any] = {"type": "FeatureCollection", "features": found, "total": many}
    return answered(request, pack(compact(told)))


@router.get("/around")
def near_a_place(
    who: Viewer,
    maps: Maps,
    lon: Annotated[float, Query(ge=-180, le=180)],
    lat: Annotated[float, Query(ge=-90, le=90)],
    radius_m: Annotated[float, Query(gt=0, le=2000)] = 200,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> AroundOut:
    """Return the cameras near a place, and the grid that holds it."""
    return around(maps, who.scope, LonLat(lon=lon, lat=lat), radius_m, limit)


def _instant(when: datetime | None) -> int | None:
    """Return a minute as the tally counts it: answers to those who ask within the same one are shared.

    Raises:
        HTTPException: 422 for a time without a zone.
    """
    if when is None:
        return None
    if when.tzinfo is None:
        raise HTTPException(422, "since and until: say the zone, e.g. 2026-11-02T08:00:00Z")
    return micros(when) // _STEP * _STEP


def _box(text: str) -> tuple[float, float, float, float]:
    """Return the sides of a box.

    Raises:
        HTTPException: 422 for what is none, or too wide.
    """
    try:
        west, south, east, north = (float(side) for side in text.split(","))
    except ValueError as error:
        raise HTTPException(422, "box: give west,south,east,north in degrees") from error
    if not (west <= east <= west + WIDEST_DEG and south <= north <= south + WIDEST_DEG):
        raise HTTPException(422, f"box: at most {WIDEST_DEG} degrees wide and high, west and south first")
    return west, south, east, north
