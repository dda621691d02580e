"""The delivery ledger, and sending again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import AwareDatetime

from alerts.ledger import Search, search
from alerts.replay import replay as again
from alerts.requests import content_type
from alerts.store.base import DeliveryState
from api.auth import may
from api.deps import Given
from api.models.delivery import AttemptOut, DeliveryOut, ReplayIn
from api.people.within import BY_PARAMETER
from api.services import Services
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/deliveries", tags=["deliveries"])


@router.get("")
def list_deliveries(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    response: Response,
    state: Annotated[list[DeliveryState] | None, Query(description="Default: all.")] = None,
    receiver: Annotated[str | None, Query(description="Receiver name.")] = None,
    incident: Annotated[str | None, Query(description="Incident id.")] = None,
    case_number: Annotated[str | None, Query(description="The receiver's own number.")] = None,
    since: Annotated[AwareDatetime | None, Query(description="Created at or after, with time zone.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Created before, with time zone.")] = None,
    text: Annotated[str | None, Query(max_length=200, description="In what was sent or answered.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[DeliveryOut]:
    """Return deliveries, oldest first; the header X-Cut says whether there may be more."""
    wanted = Search(
        incident_id=incident,
        receiver=receiver,
        states=tuple(state or ()),
        case_number=case_number,
        since=since,
        until=until,
        scope=who.scope,
        text=text,
        limit=limit,
    )
    with given.store.read() as reader:
        found = search(reader, wanted)
        cases = reader.incidents([row.incident_id for row in found.deliveries])
    response.headers["X-Cut"] = "true" if found.cut else "false"
    return [DeliveryOut.of(row, cases.get(row.incident_id)) for row in found.deliveries]


@router.get("/{delivery_id}/attempts")
def attempts(_: Annotated[Who, may(Act.SEE)], given: Given, delivery_id: str) -> list[AttemptOut]:
    """Return the ledger of one delivery."""
    with given.store.read() as reader:
        if reader.delivery(delivery_id) is None:
            raise NotFound(f"no delivery {delivery_id}")
        return [AttemptOut.of(attempt) for attempt in reader.attempts(delivery_id)]


@router.get("/{delivery_id}/body", response_class=Response)
def body(_: Annotated[Who, may(Act.EVIDENCE)], given: Given, delivery_id: str) -> Response:
    """Return the very bytes that are sent in every attempt. They hold pictures or links to them: a view of these."""
    with given.store.read() as reader:
        row = reader.delivery(delivery_id)
    if row is None:
        raise NotFound(f"no delivery {delivery_id}")
    return Response(row.body, media_type=content_type(row.body))


@router.post("/replay")
def replay(who: Annotated[Who, may(Act.REPLAY)], given: Given, body: ReplayIn) -> dict[str, int]:
    """Send again: the ids named, or what of a receiver or a time stands dead or held."""
    if not body.ids and body.receiver is None and body.since is None:
        raise HTTPException(422, "give ids, a receiver or since")
    _check_scope(who, given, body.ids)
    count = again(
        given.store,
        now=given.clock.now(),
        ids=body.ids,
        receiver=body.receiver,
        since=body.since,
        until=body.until,
        states=body.states,
        dry_run=body.dry_run,
    )
    if body.dry_run:
        return {"would_requeue": count}
    given.committed()
    return {"requeued": count}


def _check_scope(who: Who, given: Services, ids: Sequence[str]) -> None:
    """Refuse to send again what lies outside of the caller's scope: by receiver or time that cannot be told."""
    if who.scope.everything:
        return
    if not ids:
        raise HTTPException(403, "your scope is a part of the district: name the deliveries by their ids")
    for one in ids:
        if BY_PARAMETER["delivery_id"](given, who.scope, one) is not True:
            raise NotFound(f"no delivery {one}")
