"""The ledger newest first, in the database: mixed into the SQL reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from alerts.store import codec, queries, rows
from alerts.store.cursor import instant, micros
from alerts.store.ledger import LOOKED_BACK, Answered, Failure
from alerts.store.records import Delivery, DeliveryState
from alerts.store.tables import attempt, callback, delivery


class SqlLedgerReader:
    """The questions of `ledger.LedgerReader`."""

    _connection: Connection

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
        """Return outbox rows, newest first: ix_delivery_state or ix_delivery_receiver from its end, or by number."""
        wanted = queries.deliveries(
            incident_id=incident_id,
            receiver=receiver,
            states=states,
            since=since,
            until=until,
            case_number=case_number,
            limit=limit,
        )
        if before is not None:
            other = delivery.alias("other")
            number = select(other.c.number).where(other.c.id == before).scalar_subquery()
            wanted = wanted.where(delivery.c.number < number)
        newest = wanted.order_by(None).order_by(delivery.c.number.desc())
        return tuple(rows.delivery_of(row) for row in self._connection.execute(newest))

    def last_failure(self, receiver: str) -> Failure | None:
        """Return the last failure among the receiver's newest deliveries: a short piece of ix_delivery_receiver."""
        newest = (
            select(delivery.c.id)
            .where(delivery.c.receiver == receiver)
            .order_by(delivery.c.number.desc())
            .limit(LOOKED_BACK)
            .subquery("newest")
        )
        wanted = (
            select(attempt.c.delivery_id, attempt.c.at, attempt.c.detail)
            .join(newest, attempt.c.delivery_id == newest.c.id)
            .where(attempt.c.outcome != "accepted")
            .order_by(attempt.c.at.desc(), attempt.c.delivery_id.desc())
            .limit(1)
        )
        row = self._connection.execute(wanted).first()
        return None if row is None else Failure(delivery_id=row[0], at=instant(row[1]), detail=row[2])

    def answered(self, *, before: datetime | None = None, limit: int = 100) -> tuple[Answered, ...]:
        """Return what the platform sent us and what we answered, newest first, by ix_callback_at."""
        wanted = (
            select(callback)
            .order_by(callback.c.at.desc(), callback.c.source.desc(), callback.c.message_id.desc())
            .limit(limit)
        )
        if before is not None:
            wanted = wanted.where(callback.c.at < micros(before))
        return tuple(
            Answered(
                source=row.source,
                message_id=row.message_id,
                at=instant(row.at),
                answer=codec.decode_json(row.answer, "answer"),
            )
            for row in self._connection.execute(wanted)
        )
