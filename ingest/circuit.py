"""A host's circuit: when everything behind one address fails, leave it alone and try with one look."""

from __future__ import annotations

import random
from enum import StrEnum

from core.look import LookFailureKind

CONNECTION_KINDS = frozenset({LookFailureKind.UNREACHABLE, LookFailureKind.TIMEOUT})
"""Failures that speak about the host. A refused login or a black picture proves that the host answers."""

NO_PROOF = frozenset(
    {
        LookFailureKind.LOGIN_STOPPED,
        LookFailureKind.NO_CREDENTIAL,
        LookFailureKind.NO_ADDRESS,
        LookFailureKind.INTERNAL,
        LookFailureKind.NO_BUDGET,
        LookFailureKind.CIRCUIT_OPEN,
        LookFailureKind.AWAY,
    }
)
"""Failures that ended on our side: they say nothing about the host either way."""

REST_JITTER = 0.5
"""An open circuit rests up to this share longer, so that hosts that failed together return apart."""


class CircuitState(StrEnum):
    """Whether looks at the host are let through."""

    CLOSED = "closed"  # all
    OPEN = "open"  # none
    HALF_OPEN = "half_open"  # one trial is under way


class Circuit:
    """The circuit of one host. Seconds on the schedule's clock."""

    def __init__(self, *, failures: int, rest_s: float) -> None:
        self._limit = failures
        self._rest_s = rest_s
        self.state = CircuitState.CLOSED
        self.failures = 0  # connection failures in a row
        self.until = 0.0  # while open: when the trial may start
        self.opened_at = float("-inf")  # the latest stretch of not being closed, for the accounting of misses
        self.closed_at = float("-inf")

    def allows(self, now: float) -> bool:
        """Whether a look may start: always when closed, one trial when the rest is over."""
        return self.state is CircuitState.CLOSED or (self.state is CircuitState.OPEN and now >= self.until)

    def started(self, now: float) -> bool:
        """Tell that a look starts; returns whether it is the trial."""
        if self.state is CircuitState.OPEN and now >= self.until:
            self.state = CircuitState.HALF_OPEN
            return True
        return False

    def finished(
        self, kind: LookFailureKind | None, now: float, *, trial: bool, rng: random.Random
    ) -> float | None:
        """Tell how a look ended; returns when to try again if the circuit opened by it, else None."""
        if kind in NO_PROOF:
            if trial:  # another look may be the trial at once
                self.state, self.until = CircuitState.OPEN, now
            return None
        if kind not in CONNECTION_KINDS:
            if self.state is not CircuitState.CLOSED:
                self.closed_at = now
            self.state = CircuitState.CLOSED
            self.failures = 0
            return None
        self.failures += 1
        if self.state is CircuitState.CLOSED and self.failures >= self._limit:
            self.opened_at = now
        elif not (self.state is CircuitState.HALF_OPEN and trial):
            return None  # looks that were under way when it opened add nothing
        self.state = CircuitState.OPEN
        self.until = now + self._rest_s * (1.0 + rng.uniform(0.0, REST_JITTER))
        return self.until

    def retry(self, at: float) -> None:
        """Let the trial start at `at`, if it would rest longer: something says that the host may be back."""
        if self.state is CircuitState.OPEN:
            self.until = min(self.until, at)

    def kept_away(self, start: float, end: float) -> bool:
        """Whether the circuit was not closed at some time in start..end (the latest stretch only)."""
        closed_at = float("inf") if self.state is not CircuitState.CLOSED else self.closed_at
        return self.opened_at < end and closed_at > start
