"""The ledger newest first, in memory: mixed into the twin of the SQL store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from alerts.store import codec
from alerts.store.ledger import LOOKED_BACK, Answered, Failure
from alerts.store.records import Delivery, DeliveryState


class MemoryLedgerReader:
    """The questions of `ledger.LedgerReader`."""

    tables: Any

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
        """Return outbox rows, newest first."""
        kept: list[Delivery] = list(self.tables.deliveries.values())
        if before is not None:
            known = [row.id for row in kept]
            kept = kept[: known.index(before)] if before in known else []
        found = (
            row
            for row in reversed(kept)
            if (incident_id is None or row.incident_id == incident_id)
            and (receiver is None or row.receiver == receiver)
            and (not states or row.state in states)
            and (since is None or row.created_at >= since)
            and (until is None or row.created_at < until)
            and (case_number is None or row.case_number == case_number)
        )
        return tuple(found)[:limit]

    def last_failure(self, receiver: str) -> Failure | None:
        """Return the last failure among the receiver's newest deliveries, or None."""
        newest = self.newest_deliveries(receiver=receiver, limit=LOOKED_BACK)
        tried = [line for row in newest for line in self.tables.attempts.get(row.id, ())]
        failed = [line for line in tried if line.outcome != "accepted"]
        last = max(failed, key=lambda line: (line.at, line.delivery_id), default=None)
        return None if last is None else Failure(delivery_id=last.delivery_id, at=last.at, detail=last.detail)

    def answered(self, *, before: datetime | None = None, limit: int = 100) -> tuple[Answered, ...]:
        """Return what the platform sent us and what we answered, newest first."""
        kept = [
            Answered(source=source, message_id=message_id, at=at, answer=codec.decode_json(text, "answer"))
            for (source, message_id), (at, text) in self.tables.callbacks.items()
            if before is None or at < before
        ]
        kept.sort(key=lambda one: (one.at, one.source, one.message_id), reverse=True)
        return tuple(kept[:limit])
