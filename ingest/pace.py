"""A token bucket: at most so many starts a second, with a short burst."""

from __future__ import annotations

BURST_S = 0.25
"""The bucket holds this many seconds' worth of starts (at least one): what a short stall may catch up at once."""


class Pace:
    """At most `rate * t + burst` starts in any stretch of t seconds. Seconds on the schedule's clock."""

    def __init__(self, per_s: float) -> None:
        self._rate = per_s
        self.burst = max(1.0, per_s * BURST_S)
        self._tokens = self.burst
        self._at: float | None = None

    def wait(self, now: float) -> float:
        """Return the seconds until one start is allowed; 0 when it is allowed now."""
        self._refill(now)
        # The sliver forgives float rounding, or a caller that waits exactly as told would be told again.
        return 0.0 if self._tokens >= 1.0 - 1e-6 else (1.0 - self._tokens) / self._rate

    def take(self, now: float) -> None:
        """Spend one start; call only when `wait(now)` is 0."""
        self._refill(now)
        self._tokens -= 1.0

    def _refill(self, now: float) -> None:
        if self._at is None:
            self._at = now
        elif now > self._at:
            self._tokens = min(self.burst, self._tokens + (now - self._at) * self._rate)
            self._at = now
