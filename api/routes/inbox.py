"""The operators' inbox: what to look at first, what is held back and why; putting an incident aside; the load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from alerts.load.queue import Card
from alerts.load.silence import Matchers
from api.auth import may
from api.deps import Given
from api.models.inbox import CardOut, FloodOut, InboxOut, RowOut
from api.models.load import LoadOut
from api.models.silence import ShelfIn, ShelfOut
from api.paced import Paced
from api.people.within import narrowed
from api.seen import seen_incidents
from api.services import Services
from core.matter import Severity
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1", tags=["load"])

PACE_S = 0.3  # between two workings out of the same inbox, while several consoles listen
MOST_ORDERED = 10_000  # ids
MOST_OF_GROUP = 500  # incidents
LONGEST_REPORT = timedelta(days=400)
_YEARS = (1970, 9000)


@router.get("/inbox", response_model=InboxOut)
async def inbox(
    request: Request,
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    held: Annotated[bool, Query(description="Show what is held back instead.")] = False,
    waiting: Annotated[bool, Query(description="Only what waits for an operator.")] = True,
    grid: Annotated[str, Query(pattern=r"^\d{0,15}$", description="Grid code prefix.")] = "",
    matter: Annotated[list[str] | None, Query(description="Matter keys.")] = None,
    owner: Annotated[list[str] | None, Query(description="Source owners.")] = None,
    severity: Annotated[list[Severity] | None, Query(description="CAP severities.")] = None,
    camera: Annotated[str | None, Query(description="Seen by this camera.")] = None,
    group: Annotated[
        str | None, Query(max_length=256, description="Also the incidents of this group, as `cards`.")
    ] = None,
    offset: Annotated[int, Query(ge=0, le=100000)] = 0,
    limit: Annotated[int, Query(ge=1, le=2000)] = 100,
) -> Response:
    """Return the lines of the inbox, first things first, or with `held=true` what is held back.

    In a flood alike incidents are one line. The counts of what is held back are of everything, whatever the filter.
    """
    matchers = Matchers(
        matters=tuple(matter or ()), grid=grid, owners=tuple(owner or ()), severities=tuple(severity or ())
    )

    def passes(card: Card) -> bool:
        return (
            matchers.match(card.item)
            and (camera is None or camera in card.item.cameras)
            and (card.item.waits or not waiting)
        )

    def work() -> bytes:
        told = _told(given, who, passes, held=held, group=group, page=slice(offset, offset + limit))
        return told.model_dump_json().encode()

    # All consoles that show the inbox ask for the same when anything changes: it is worked out once for them.
    shared: Paced[bytes] = request.app.state.inboxes
    pace_s = PACE_S if request.app.state.bell.listening > 1 else 0.0
    body = await shared.get((who.scope, request.url.query), work, pace_s=pace_s)
    return Response(body, media_type="application/json")


def _told(
    given: Services, who: Who, passes: Callable[[Card], bool], *, held: bool, group: str | None, page: slice
) -> InboxOut:
    found = given.load.inbox.look()
    queue = narrowed(found.queue, who.scope)
    rows = [] if held else [row for row in queue.rows if any(map(passes, row.cards))]
    cards = [card for card in queue.held if passes(card)] if held else []
    if group and not held:
        cards = [card for row in rows if row.group == group for card in row.cards if passes(card)]
    with given.store.read() as reader:
        standing = given.shift.standing(reader)
    flood = FloodOut(since=found.flood.since, alarms=found.flood.arrivals, seats=found.flood.seats)
    return InboxOut(
        at=found.at,
        flood=flood,
        waiting=sum(card.item.waits for card in queue.cards),
        held=dict(queue.held_by),
        total=len(cards) if held else len(rows),
        order=[card.item.id for row in rows for card in row.cards][:MOST_ORDERED],
        rows=[RowOut.of(row, found, standing) for row in rows[page]],
        cards=[
            CardOut.of(card, found, standing) for card in (cards[page] if held else cards[:MOST_OF_GROUP])
        ],
        undo_s=given.shift.rule.undo_s,
        claim_s=given.shift.rule.claim_s,
    )


@router.put("/incidents/{incident_id}/shelf")
def shelve(who: Annotated[Who, may(Act.CONFIRM)], given: Given, incident_id: str, body: ShelfIn) -> ShelfOut:
    """Put one incident aside until a time; its history says who and why. Receivers are not concerned."""
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
