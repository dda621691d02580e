"""The ledger newest first, and what the platform told us, as the API tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from alerts.store.ledger import Answered
from api.models.base import Told
from api.models.delivery import DeliveryOut


class LedgerOut(Told):
    """A page of deliveries."""

    deliveries: list[DeliveryOut]
    """Newest first. With words, or for a part of the district, a page may be short."""
    next: str | None
    """Give it as `before` for the next page; null: there is no more."""


class InboundOut(Told):
    """One message of the platform's, and our answer."""

    source: str
    """What it was: `platform-cases` is a case, anything else a status."""
    message_id: str
    """Its webhook-id."""
    at: datetime
    """When we answered."""
    answer: dict[str, Any]
    """What we answered, and answer again to a repeat."""

    @classmethod
    def of(cls, one: Answered) -> InboundOut:
        """Tell one."""
        return cls(source=one.source, message_id=one.message_id, at=one.at, answer=one.answer)
