"""What a store keeps of a shift: who works on which case, and acts that wait for their author's second thoughts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from alerts.shift.act import PendingAct
from alerts.shift.claim import Claim

REFUSED_KEPT = timedelta(days=7)
"""How long an act that was not possible any more is kept to be read, where nobody puts it away."""


class ShiftReader(Protocol):
    """What can be asked."""

    def claim(self, incident_id: str) -> Claim | None:
        """Return who took a case last, also when that is over, or None."""
        ...

    def claims(self, *, after: datetime) -> tuple[Claim, ...]:
        """Return the claims that last beyond an instant, by their case."""
        ...

    def pending_act(self, act_id: str) -> PendingAct | None:
        """Return one act, waiting or refused, or None."""
        ...

    def pending_acts(
        self, *, incident_id: str | None = None, due_by: datetime | None = None, limit: int = 10_000
    ) -> tuple[PendingAct, ...]:
        """Return acts that wait (on one case, due by an instant), the one due first first."""
        ...

    def refused_acts(self, *, incident_id: str | None = None, limit: int = 500) -> tuple[PendingAct, ...]:
        """Return acts that were not possible any more (on one case), newest first."""
        ...

    def count_pending_acts(self) -> int:
        """Return how many acts wait."""
        ...


class ShiftWriter(ShiftReader, Protocol):
    """What can be changed within one transaction."""

    def put_claim(self, claim: Claim) -> None:
        """Keep a claim in place of the case's earlier one."""
        ...

    def drop_claim(self, incident_id: str) -> None:
        """Forget the claim of a case."""
        ...

    def put_pending_acts(self, acts: Sequence[PendingAct]) -> None:
        """Keep acts, new or changed."""
        ...

    def drop_pending_act(self, act_id: str) -> bool:
        """Forget one act; return whether there was one."""
        ...
