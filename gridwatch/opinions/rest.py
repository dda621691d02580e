"""When somebody who does not answer is left alone for a while. Pure.

Where opinions act, every question to a dead endpoint would hold a look for the whole deadline; where it asks for a
pause (429, 503 with Retry-After), asking on only makes it worse. One question after the rest finds out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.opinion import Says

IN_A_ROW = 5  # questions without an answer, after which nobody is asked for REST_S
REST_S = 30.0
LONGEST_S = 600.0  # a pause that is asked for is kept, up to this


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest:
    """How one asker has done of late."""

    unanswered: int = 0  # questions in a row
    until: float = float("-inf")  # seconds, on the clock of `now` below

    def left_s(self, now: float) -> float:
        """Return for how many seconds nobody is to be asked; 0 or less: ask."""
        return self.until - now

    def after(self, says: Says, now: float, *, wait_s: float | None = None) -> Rest:
        """Return it after one question. wait_s: the pause that the answer asked for."""
        if says.answered:
            return Rest()
        unanswered = self.unanswered + 1
        if wait_s:
            return Rest(unanswered=unanswered, until=max(self.until, now + min(wait_s, LONGEST_S)))
        if unanswered < IN_A_ROW:
            return replace(self, unanswered=unanswered)
        return Rest(unanswered=unanswered, until=max(self.until, now + REST_S))
