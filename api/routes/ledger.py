"""The ledger as the console reads it: deliveries newest first, page by page, and what the platform told us."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from alerts.ledger import Search
from alerts.ledger_page import newest
from alerts.store.base import DeliveryState
from api.auth import may
from api.deps import Given
from api.models.delivery import DeliveryOut
from api.models.ledger import InboundOut, LedgerOut
from api.seen import seen_incidents
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/ledger", tags=["deliveries"])


@router.get("")
def ledger(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    state: Annotated[list[DeliveryState] | None, Query(description="Default: all.")] = None,
    receiver: Annotated[str | None, Query(max_length=64, description="Receiver name.")] = None,
    incident: Annotated[str | None, Query(max_length=64, description="Incident id.")] = None,
    case_number: Annotated[str | None, Query(max_length=64, description="The receiver's own number.")] = None,
    since: Annotated[AwareDatetime | None, Query(description="Created at or after, with time zone.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Created before, with time zone.")] = None,
    text: Annotated[str | None, Query(max_length=200, description="In what was sent or answered.")] = None,
    before: Annotated[str | None, Query(max_length=64, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> LedgerOut:
    """Return deliveries, newest first."""
    wanted = Search(
        incident_id=incident,
        receiver=receiver,
        states=tuple(state or ()),
        case_number=case_number,
        since=since,
        until=until,
        text=text,
        limit=limit,
    )

    def sees(incident_ids: Sequence[str]) -> Collection[str]:
        return incident_ids if who.scope.everything else seen_incidents(who, given, incident_ids)

    with given.store.read() as reader:
        page = newest(reader, wanted, before=before, sees=sees)
        cases = reader.incidents([row.incident_id for row in page.deliveries])
    told = [DeliveryOut.of(row, cases.get(row.incident_id)) for row in page.deliveries]
    return LedgerOut(deliveries=told, next=page.next)


@router.get("/inbound")
def inbound(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    before: Annotated[AwareDatetime | None, Query(description="`at` of the last of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[InboundOut]:
    """Return what the platform told us in the last 30 days and what we answered, newest first."""
    with given.store.read() as reader:
        found = reader.answered(before=before, limit=limit)
    if not who.scope.everything:
        ids = [str(one.answer.get("incident_id") or "") for one in found]
        seen = seen_incidents(who, given, ids)
        found = tuple(one for one, incident_id in zip(found, ids, strict=True) if incident_id in seen)
    return [InboundOut.of(one) for one in found]
