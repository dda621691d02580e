"""What was sent and answered, newest first, as somebody reads it who looks for a mistake. The store's part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alerts.store.records import Delivery, DeliveryState, Json

LOOKED_BACK = 500  # deliveries of a receiver among which its last failure is looked for


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """The last attempt at a receiver that was not accepted."""

    delivery_id: str
    at: datetime
    detail: str  # the answer's beginning, or the error


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One message of the platform's, and what it was answered."""

    source: str  # "platform-cases" or the kind of status
    message_id: str  # its webhook-id
    at: datetime
    answer: Json


class LedgerReader(Protocol):
    """What can be asked."""

    def newest_deliveries(
        self,
        *,
        incident_id: str | None = None,
        receiver: str | None = None,
        states: Sequence[DeliveryState] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        case_number: str | None = None,
        before: str | None = None,
        limit: int = 100,
    ) -> tuple[Delivery, ...]:
        """Return outbox rows, newest first: created `since` and before `until`, enqueued before the one `before`."""
        ...

    def last_failure(self, receiver: str) -> Failure | None:
        """Return the last failure among the receiver's newest deliveries, or None."""
        ...

    def answered(self, *, before: datetime | None = None, limit: int = 100) -> tuple[Answered, ...]:
        """Return what the platform sent us and what we answered, newest first; only before a time, if one is given."""
        ...
