"""Who is told of incidents, and whether they still want to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException

from alerts.replay import replay
from alerts.store.base import DeliveryState, Reader
from alerts.store.cursor import micros
from alerts.store.figures import HOUR_US
from alerts.store.ledger import Failure
from api.auth import may
from api.deps import Given
from api.models.delivery import DayOut, FailureOut, ReceiverOut
from api.people.within import outside
from core.errors import NotFound
from core.people.roles import Act
from core.people.scope import Scope
from core.people.who import Who

router = APIRouter(prefix="/api/v1/receivers", tags=["deliveries"])


@router.get("")
def receivers(who: Annotated[Who, may(Act.SEE)], given: Given) -> list[ReceiverOut]:
    """Return every receiver, by name; a disabled one with the reason. Counts are of the caller's scope."""
    with given.store.read() as reader:
        disabled, counts = reader.disabled_receivers(), reader.count_undelivered(who.scope)
        names = sorted({*given.receivers, *disabled})
        days = _days(reader, given.clock.now(), who.scope)
        failures = {name: reader.last_failure(name) for name in names}
    return [
        ReceiverOut(
            name=name,
            disabled=disabled.get(name),
            pending=counts.get((name, DeliveryState.PENDING), 0),
            held=counts.get((name, DeliveryState.HELD), 0),
            dead=counts.get((name, DeliveryState.DEAD), 0),
            day=days.get(name, DayOut(queued=0, accepted=0, late=0, dead=0)),
            last_failure=_failure(failures[name]) if _sees(who, given, failures[name]) else None,
        )
        for name in names
    ]


@router.post("/{name}/enable")
def enable(who: Annotated[Who, may(Act.REPLAY)], given: Given, name: str) -> dict[str, int]:
    """Start a receiver again; what was held for it goes first, in order."""
    if not who.scope.everything:
        raise HTTPException(403, "a receiver is told of the whole district: your scope is a part of it")
    with given.store.read() as reader:
        if name not in reader.disabled_receivers():
            raise NotFound(f"no receiver {name} is disabled")
    count = replay(given.store, now=given.clock.now(), receiver=name, states=(DeliveryState.HELD,))
    given.committed()
    return {"requeued": count}


def _days(reader: Reader, now: datetime, scope: Scope) -> Mapping[str, DayOut]:
    """Return what became of the last 24 hours, the present one with them, by receiver."""
    hour = micros(now) // HOUR_US
    days: dict[str, DayOut] = {}
    for one in reader.delivery_figures(hour - 23, hour + 1, scope):
        so_far = days.get(one.receiver, DayOut(queued=0, accepted=0, late=0, dead=0))
        days[one.receiver] = DayOut(
            queued=so_far.queued + one.queued,
            accepted=so_far.accepted + one.accepted,
            late=so_far.late + one.late,
            dead=so_far.dead + one.dead,
        )
    return days


def _sees(who: Who, given: Given, last: Failure | None) -> bool:
    return last is not None and outside(given, who.scope, {"delivery_id": last.delivery_id}) == ""


def _failure(last: Failure | None) -> FailureOut | None:
    return None if last is None else FailureOut(delivery_id=last.delivery_id, at=last.at, detail=last.detail)
