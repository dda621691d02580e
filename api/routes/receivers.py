"""Who is told of incidents, and whether they still want to be."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from alerts.replay import replay
from alerts.store.base import DeliveryState
from api.auth import may
from api.deps import Given
from api.models.delivery import ReceiverOut
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/receivers", tags=["deliveries"])


@router.get("")
def receivers(_: Annotated[Who, may(Act.SEE)], given: Given) -> list[ReceiverOut]:
    """Return every receiver, by name; a disabled one with the reason."""
    with given.store.read() as reader:
        disabled, counts = reader.disabled_receivers(), reader.count_undelivered()
    return [
        ReceiverOut(
            name=name,
            disabled=disabled.get(name),
            pending=counts.get((name, DeliveryState.PENDING), 0),
            held=counts.get((name, DeliveryState.HELD), 0),
            dead=counts.get((name, DeliveryState.DEAD), 0),
        )
        for name in sorted({*given.receivers, *disabled})
    ]


@router.post("/{name}/enable")
def enable(_: Annotated[Who, may(Act.REPLAY)], given: Given, name: str) -> dict[str, int]:
    """Start a receiver again; what was held for it goes first, in order."""
    with given.store.read() as reader:
        if name not in reader.disabled_receivers():
            raise NotFound(f"no receiver {name} is disabled")
    count = replay(given.store, now=given.clock.now(), receiver=name, states=(DeliveryState.HELD,))
    given.committed()
    return {"requeued": count}
