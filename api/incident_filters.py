"""Which incidents are asked for: the parameters that the list and every export have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Depends, HTTPException, Query

from alerts.store.base import IncidentQuery
from api.auth import Caller
from core.case import Stage
from core.incident import Status


def filters(
    who: Caller,
    grid: Annotated[str | None, Query(pattern=r"^\d{2,15}$", description="Grid code prefix.")] = None,
    matter: Annotated[list[str] | None, Query(description="Matter keys.")] = None,
    owner: Annotated[list[str] | None, Query(description="Source owners.")] = None,
    status: Annotated[list[Status] | None, Query(description="Default: all but candidates.")] = None,
    camera: Annotated[str | None, Query(description="Camera id.")] = None,
    since: Annotated[datetime | None, Query(description="Updated at or after, with time zone.")] = None,
    until: Annotated[datetime | None, Query(description="Updated before, with time zone.")] = None,
    stage: Annotated[list[Stage] | None, Query(description="Stages of the city's case.")] = None,
    held_for: Annotated[
        list[Literal["confirmation", "reopened_once"]] | None,
        Query(description="Only what waits for an operator, for one of these reasons."),
    ] = None,
    overdue: Annotated[bool, Query(description="Only what a unit has for longer than its limit.")] = False,
    box: Annotated[str | None, Query(description="west,south,east,north in WGS-84 degrees.")] = None,
) -> IncidentQuery:
    """Return the filter, without a page; within the scope of whoever asks.

    Raises:
        HTTPException: 422, saying what is right.
    """
    for name, instant in (("since", since), ("until", until)):
        if instant is not None and instant.tzinfo is None:
            raise HTTPException(422, f"{name}: give a time zone, e.g. 2026-11-02T08:00:00+08:00")
    return IncidentQuery(
        grid_prefix=grid,
        matters=tuple(matter or ()),
        owners=tuple(owner or ()),
        statuses=tuple(status or ()),
        camera_id=camera,
        since=since,
        until=until,
        box=_box(box),
        stages=tuple(stage or ()),
        held=tuple(held_for or ()),
        overdue=overdue,
        scope=who.scope,
    )


Filters = Annotated[IncidentQuery, Depends(filters)]


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise HTTPException(422, "box: give west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise HTTPException(422, "box: west must be below east and south below north, in degrees")
    return west, south, east, north
