"""The delivery ledger, and sending again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from alerts.replay import replay as again
from alerts.store.base import DeliveryState
from api.auth import Caller
from api.deps import Given
from api.models.delivery import AttemptOut, DeliveryOut, ReplayIn
from core.errors import NotFound

router = APIRouter(prefix="/api/v1/deliveries", tags=["deliveries"])


@router.get("")
def list_deliveries(
    _: Caller,
    given: Given,
    state: Annotated[list[DeliveryState] | None, Query(description="Default: all.")] = None,
    receiver: Annotated[str | None, Query(description="Receiver name.")] = None,
    since: Annotated[datetime | None, Query(description="Created at or after, with time zone.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[DeliveryOut]:
    """Return deliveries, oldest first."""
    if since is not None and since.tzinfo is None:
        raise HTTPException(422, "since: give a time zone")
    with given.store.read() as reader:
        rows = reader.deliveries(receiver=receiver, states=state or (), since=since, limit=limit)
    return [DeliveryOut.of(row) for row in rows]


@router.get("/{delivery_id}/attempts")
def attempts(_: Caller, given: Given, delivery_id: str) -> list[AttemptOut]:
    """Return the ledger of one delivery."""
    with given.store.read() as reader:
        if reader.delivery(delivery_id) is None:
            raise NotFound(f"no delivery {delivery_id}")
        return [AttemptOut.of(attempt) for attempt in reader.attempts(delivery_id)]


@router.post("/replay")
def replay(_: Caller, given: Given, body: ReplayIn) -> dict[str, int]:
    """Send again: the ids named, or every dead or held delivery of a receiver."""
    if not body.ids and body.receiver is None:
        raise HTTPException(422, "give ids or a receiver")
    if body.since is not None and body.since.tzinfo is None:
        raise HTTPException(422, "since: give a time zone")
    count = again(given.store, now=given.clock.now(), ids=body.ids, receiver=body.receiver, since=body.since)
    given.committed()
    return {"requeued": count}
