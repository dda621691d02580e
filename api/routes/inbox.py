"""The operators' inbox: what to look at first, what is held back and why; putting an incident aside; the load."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from api.auth import may
from api.deps import Given
from api.inbox_told import ASKED_S, InboxBoard, InboxWish
from api.models.inbox import InboxOut
from api.models.load import LoadOut
from api.models.silence import ShelfIn, ShelfOut
from api.seen import check_free, seen_incidents
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1", tags=["load"])

LONGEST_REPORT = timedelta(days=400)
_YEARS = (1970, 9000)


@router.get("/inbox", response_model=InboxOut)
async def inbox(
    request: Request, who: Annotated[Who, may(Act.SEE)], wish: Annotated[InboxWish, Query()]
) -> Response:
    """Return the lines of the inbox, first things first, or with `held=true` what is held back.

    In a flood alike incidents are one line. The counts of what is held back are of everything, whatever the filter.
    """
    board: InboxBoard = request.app.state.inboxes
    # All consoles that show the inbox ask for the same when anything changes: it is worked out once for them.
    pace_s = ASKED_S if request.app.state.bell.listening > 1 else 0.0
    told = await board.told(who.scope, wish, pace_s=pace_s)
    return Response(told.body, media_type="application/json")


@router.put("/incidents/{incident_id}/shelf")
def shelve(who: Annotated[Who, may(Act.CONFIRM)], given: Given, incident_id: str, body: ShelfIn) -> ShelfOut:
    """Put one incident aside until a time; its history says who and why. Receivers are not concerned."""
    check_free(who, given, incident_id)
    shelf = given.load.acts.shelve(
        incident_id, who=who.said(body.who), why=body.why, until=with_zone(body.until, "until")
    )
    given.committed()
    return ShelfOut.of(shelf)


@router.delete("/incidents/{incident_id}/shelf", status_code=204)
def unshelve(
    who: Annotated[Who, may(Act.CONFIRM)],
    given: Given,
    incident_id: str,
    name: Annotated[str, Query(alias="who", min_length=1, max_length=64)],
    why: Annotated[str, Query(max_length=500)] = "",
) -> None:
    """Take one incident from the shelf."""
    check_free(who, given, incident_id)
    given.load.acts.unshelve(incident_id, who=who.said(name), why=why)
    given.committed()


@router.get("/shelves")
def shelves(who: Annotated[Who, may(Act.SEE)], given: Given) -> list[ShelfOut]:
    """Return every incident that is put aside now."""
    now = given.clock.now()
    with given.store.read() as reader:
        found = [shelf for shelf in reader.shelves().values() if shelf.active(now)]
    seen = seen_incidents(who, given, [shelf.incident_id for shelf in found])
    return [ShelfOut.of(shelf) for shelf in found if shelf.incident_id in seen]


@router.get("/load")
def load(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    since: Annotated[datetime | None, Query(description="With time zone; a day ago where absent.")] = None,
    until: Annotated[datetime | None, Query(description="With time zone; now where absent.")] = None,
) -> LoadOut:
    """Return the load per seat and hour of a time against its targets; of what lies in the caller's scope."""
    end = with_zone(until, "until") if until else given.clock.now()
    start = with_zone(since, "since") if since else end - timedelta(days=1)
    if not timedelta(0) < end - start <= LONGEST_REPORT:
        raise HTTPException(422, f"since lies before until, by at most {LONGEST_REPORT.days} days")
    return LoadOut.of(given.load.inbox.measure(start, end, scope=who.scope))


def with_zone(instant: datetime, name: str) -> datetime:
    """Return an instant that names its zone.

    Raises:
        HTTPException: 422 without one, or where the calendar ends and no reckoning leads further.
    """
    if instant.tzinfo is None:
        raise HTTPException(422, f"{name}: give a time zone, e.g. 2026-11-02T08:00:00+08:00")
    if not _YEARS[0] <= instant.year <= _YEARS[1]:
        raise HTTPException(422, f"{name}: the year lies between {_YEARS[0]} and {_YEARS[1]}")
    return instant
