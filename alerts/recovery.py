"""Whether a receiver can be reached, and the moment in which it can again. Pure.

The schedule waits up to a day between tries. After an outage that would keep a case's news for hours from a
receiver that has long been back, so its return makes what has waited for it due at once: the heads of queues
only, oldest first, as many at a time as the lane lets through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from alerts.retry import Answer

AWAY = timedelta(seconds=30)  # shorter than this is a hiccup, which the first wait of the schedule covers
_NOT_THERE = frozenset({502, 503, 504})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """What is known of one receiver. At a start nothing is known: it may have been away until now."""

    known: bool = False
    lost_at: datetime | None = None  # since when nothing has reached it

    def after(self, answer: Answer, ended_at: datetime) -> tuple[Self, bool]:
        """Return what is known after one attempt, and whether the receiver has just come back."""
        if answer.accepted:
            back = not self.known or (self.lost_at is not None and ended_at - self.lost_at >= AWAY)
            return type(self)(known=True), back
        if answer.refused or (answer.status is not None and answer.status not in _NOT_THERE):
            return self, False  # it is there and says no, or we did not ask
        return type(self)(known=True, lost_at=self.lost_at or ended_at), False
