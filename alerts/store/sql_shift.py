"""Claims and waiting acts in the database: mixed into the SQL reader and writer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from alerts.shift.act import PendingAct
from alerts.shift.claim import Claim
from alerts.store import codec, tables
from alerts.store.cursor import micros
from alerts.store.shift import REFUSED_KEPT

_CHUNK = 500  # parameters in a statement


class SqlShiftReader:
    """The questions of `shift.ShiftReader`."""

    _connection: Connection

    def claim(self, incident_id: str) -> Claim | None:
        """Return who took a case last, or None: by its key."""
        text = self._connection.scalar(
            select(tables.claim.c.document).where(tables.claim.c.incident_id == incident_id)
        )
        return None if text is None else codec.decode_claim(text)

    def claims(self, *, after: datetime) -> tuple[Claim, ...]:
        """Return the claims that last beyond an instant: ix_claim_until leaves out what is over."""
        found = (
            select(tables.claim.c.document)
            .where(tables.claim.c.until > micros(after))
            .order_by(tables.claim.c.incident_id)
        )
        return tuple(codec.decode_claim(text) for text in self._connection.scalars(found))

    def pending_act(self, act_id: str) -> PendingAct | None:
        """Return one act, or None: by its key."""
        text = self._connection.scalar(
            select(tables.pending_act.c.document).where(tables.pending_act.c.id == act_id)
        )
        return None if text is None else codec.decode_pending_act(text)

    def pending_acts(
        self, *, incident_id: str | None = None, due_by: datetime | None = None, limit: int = 10_000
    ) -> tuple[PendingAct, ...]:
        """Return acts that wait, the one due first first: ix_pending_act_due, or ix_pending_act_incident."""
        found = select(tables.pending_act.c.document).where(tables.pending_act.c.refused_at.is_(None))
        if incident_id is not None:
            found = found.where(tables.pending_act.c.incident_id == incident_id)
        if due_by is not None:
            found = found.where(tables.pending_act.c.due_at <= micros(due_by))
        found = found.order_by(tables.pending_act.c.due_at, tables.pending_act.c.id).limit(limit)
        return tuple(codec.decode_pending_act(text) for text in self._connection.scalars(found))

    def refused_acts(self, *, incident_id: str | None = None, limit: int = 500) -> tuple[PendingAct, ...]:
        """Return acts that were not possible any more, newest first: by ix_pending_act_due."""
        found = select(tables.pending_act.c.document).where(tables.pending_act.c.refused_at.is_not(None))
        if incident_id is not None:
            found = found.where(tables.pending_act.c.incident_id == incident_id)
        found = found.order_by(tables.pending_act.c.refused_at.desc(), tables.pending_act.c.id.desc()).limit(
            limit
        )
        return tuple(codec.decode_pending_act(text) for text in self._connection.scalars(found))

    def count_pending_acts(self) -> int:
        """Return how many acts wait."""
        waiting = (
            select(func.count())
            .select_from(tables.pending_act)
            .where(tables.pending_act.c.refused_at.is_(None))
        )
        return int(self._connection.scalar(waiting) or 0)


class SqlShiftWriter(SqlShiftReader):
    """The changes of `shift.ShiftWriter`."""

    def put_claim(self, claim: Claim) -> None:
        """Keep a claim in place of the case's earlier one."""
        self.drop_claim(claim.incident_id)
        row = {"incident_id": claim.incident_id, "until": micros(claim.until)}
        self._connection.execute(insert(tables.claim), row | {"document": codec.encode_claim(claim)})

    def drop_claim(self, incident_id: str) -> None:
        """Forget the claim of a case."""
        self._connection.execute(delete(tables.claim).where(tables.claim.c.incident_id == incident_id))

    def put_pending_acts(self, acts: Sequence[PendingAct]) -> None:
        """Keep acts, new or changed."""
        ids = [act.id for act in acts]
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            self._connection.execute(delete(tables.pending_act).where(tables.pending_act.c.id.in_(some)))
        rows = [
            {
                "id": act.id,
                "incident_id": act.incident_id,
                "due_at": micros(act.due_at),
                "refused_at": None if act.refused_at is None else micros(act.refused_at),
                "document": codec.encode_pending_act(act),
            }
            for act in acts
        ]
        if rows:
            self._connection.execute(insert(tables.pending_act), rows)

    def drop_pending_act(self, act_id: str) -> bool:
        """Forget one act; return whether there was one."""
        return (
            self._connection.execute(
                delete(tables.pending_act).where(tables.pending_act.c.id == act_id)
            ).rowcount
            > 0
        )


def prune(connection: Connection, now: datetime) -> dict[str, int]:
    """Drop claims that are over (ix_claim_until) and refusals that nobody has put away (ix_pending_act_due)."""
    claims = connection.execute(delete(tables.claim).where(tables.claim.c.until <= micros(now))).rowcount
    old = tables.pending_act.c.refused_at < micros(now - REFUSED_KEPT)
    refused = connection.execute(delete(tables.pending_act).where(old)).rowcount
    return {"claims": claims, "refused_acts": refused}
