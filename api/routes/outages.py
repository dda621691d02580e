"""Outages: what fails together, as one alarm."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.auth import may
from api.deps import Given
from api.models.outage import OutageOut
from api.people.within import outside
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/outages", tags=["cameras"])


@router.get("")
def list_outages(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    state: Annotated[
        Literal["lasting", "all"], Query(description="all: those that are over too, since the start.")
    ] = "lasting",
) -> list[OutageOut]:
    """Return what is dark, the newest first; a live event `outage` tells when one begins or is over."""
    return [
        OutageOut.of(one, given.outages.reason(one))
        for one in given.outages.shown
        if (state == "all" or one.ended_at is None) and outside(given, who.scope, {"outage_id": one.id}) == ""
    ]


@router.get("/{outage_id}")
def one_outage(_: Annotated[Who, may(Act.SEE)], given: Given, outage_id: str) -> OutageOut:
    """Return one; its cameras are /api/v1/cameras?outage={id}."""
    for one in given.outages.shown:
        if one.id == outage_id:
            return OutageOut.of(one, given.outages.reason(one))
    raise NotFound(f"no outage {outage_id}")
