"""Claims and waiting acts in memory: mixed into the twin of the SQL store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from alerts.shift.act import PendingAct
from alerts.shift.claim import Claim
from alerts.store import codec
from alerts.store.shift import REFUSED_KEPT


class MemoryShiftReader:
    """The questions of `shift.ShiftReader`."""

    tables: Any

    def claim(self, incident_id: str) -> Claim | None:
        """Return who took a case last, or None."""
        text = self.tables.claims.get(incident_id)
        return None if text is None else codec.decode_claim(text)

    def claims(self, *, after: datetime) -> tuple[Claim, ...]:
        """Return the claims that last beyond an instant, by their case."""
        found = (codec.decode_claim(text) for _, text in sorted(self.tables.claims.items()))
        return tuple(one for one in found if one.until > after)

    def pending_act(self, act_id: str) -> PendingAct | None:
        """Return one act, or None."""
        text = self.tables.pending_acts.get(act_id)
        return None if text is None else codec.decode_pending_act(text)

    def pending_acts(
        self, *, incident_id: str | None = None, due_by: datetime | None = None, limit: int = 10_000
    ) -> tuple[PendingAct, ...]:
        """Return acts that wait, the one due first first."""
        found = [
            one for one in self._acts(incident_id) if one.waits and (due_by is None or one.due_at <= due_by)
        ]
        return tuple(sorted(found, key=lambda one: (one.due_at, one.id))[:limit])

    def refused_acts(self, *, incident_id: str | None = None, limit: int = 500) -> tuple[PendingAct, ...]:
        """Return acts that were not possible any more, newest first."""
        found = [
            (one.refused_at, one.id, one) for one in self._acts(incident_id) if one.refused_at is not None
        ]
        return tuple(one for _, _, one in sorted(found, key=lambda row: row[:2], reverse=True)[:limit])

    def count_pending_acts(self) -> int:
        """Return how many acts wait."""
        return sum(one.waits for one in self._acts(None))

    def _acts(self, incident_id: str | None) -> list[PendingAct]:
        acts = [codec.decode_pending_act(text) for text in self.tables.pending_acts.values()]
        return [one for one in acts if incident_id is None or one.incident_id == incident_id]


class MemoryShiftWriter(MemoryShiftReader):
    """The changes of `shift.ShiftWriter`."""

    _table: Callable[[str], dict[Any, Any]]

    def put_claim(self, claim: Claim) -> None:
        """Keep a claim in place of the case's earlier one."""
        self._table("claims")[claim.incident_id] = codec.encode_claim(claim)

    def drop_claim(self, incident_id: str) -> None:
        """Forget the claim of a case."""
        self._table("claims").pop(incident_id, None)

    def put_pending_acts(self, acts: Sequence[PendingAct]) -> None:
        """Keep acts, new or changed."""
        for act in acts:
            self._table("pending_acts")[act.id] = codec.encode_pending_act(act)

    def drop_pending_act(self, act_id: str) -> bool:
        """Forget one act; return whether there was one."""
        return self._table("pending_acts").pop(act_id, None) is not None

    def prune_shift(self, now: datetime) -> dict[str, int]:
        """Drop claims that are over and refusals that nobody has put away."""
        over = [key for key, text in self.tables.claims.items() if codec.decode_claim(text).until <= now]
        for key in over:
            self.drop_claim(key)
        old = [
            one.id
            for one in self._acts(None)
            if one.refused_at is not None and one.refused_at < now - REFUSED_KEPT
        ]
        for key in old:
            self.drop_pending_act(key)
        return {"claims": len(over), "refused_acts": len(old)}
