"""Sending again: what an operator or auditor asks for by id, receiver or time. Same id, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from alerts.store.base import DeliveryState, Store
from core.errors import GridwatchError

_PAGE = 500


class NothingNamed(GridwatchError, ValueError):
    """A replay of everything is nobody's wish; it says what to give."""


def replay(
    store: Store,
    *,
    now: datetime,
    ids: Sequence[str] = (),
    receiver: str | None = None,
    since: datetime | None = None,
    accepted: bool = False,
) -> int:
    """Make deliveries pending again in one transaction; return how many.

    Either these `ids`, whatever became of them; or all of a `receiver` and/or created `since` a time
    that were given up, with `accepted` also those that were taken. Naming a receiver also enables it,
    with what was held for it; without a name, what is held waits on for its receiver.
    """
    if not ids and receiver is None and since is None:
        raise NothingNamed("say what to send again: ids, a receiver or a time")
    with store.write() as writer:
        if ids:
            return writer.requeue(ids, now)
        count = 0
        states = [DeliveryState.DEAD]
        if accepted:
            states.append(DeliveryState.ACCEPTED)
        if receiver is not None:
            states.append(DeliveryState.HELD)
        # A page that was requeued is pending and is not found again: the loop comes to an end.
        while rows := writer.deliveries(receiver=receiver, states=states, since=since, limit=_PAGE):
            count += writer.requeue([row.id for row in rows], now)
        if receiver is not None and receiver in writer.disabled_receivers():
            writer.enable_receiver(receiver, now)  # also what was held before `since`: order is kept
        return count
