"""What follows from one attempt: the whole delivery policy, pure.

Only 2xx is success, and only where the receiver's own rule takes its body for a yes (`success.py`). 3xx is
failure and never followed. 410 stops the receiver. Everything else is
tried again by the schedule, later where the receiver asks for it, and is given up after the last
try. A receiver that cannot keep up (429, 502, 504, no answer) gets fewer attempts at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from alerts.store.base import DeliveryState
from core.config.settings.delivery import Delivery as DeliverySettings

LONGEST_WAIT_S = 86_400.0  # a Retry-After beyond a day is taken as a day
GONE = 410
_OVERLOADED = frozenset({429, 502, 504})
_MAY_ASK_FOR_REST = frozenset({429, 503})


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one attempt brought."""

    status: int | None  # HTTP status; None when there was no answer
    detail: str  # the answer's beginning, or the error; without secrets
    took_s: float
    retry_after_s: float | None = None
    refused: bool = False  # our own allow-list or a missing secret: nothing was sent
    declined: bool = False  # a 2xx whose body, by the receiver's own rule, says no
    case_number: str | None = None  # the receiver's number for it, where the answer holds one

    @property
    def accepted(self) -> bool:
        """Whether the receiver has taken it."""
        return self.status is not None and 200 <= self.status < 300 and not self.declined


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What to do with the delivery, and with its receiver."""

    state: DeliveryState
    outcome: str  # as in Attempt.outcome
    next_at: datetime | None = None
    disable: bool = False  # stop the receiver and tell an operator


def decide(
    answer: Answer, *, tries: int, ended_at: datetime, settings: DeliverySettings, jitter: float
) -> Decision:
    """Return what follows from an attempt.

    Args:
        answer: what it brought.
        tries: attempts since the delivery was made or replayed, this one included.
        ended_at: when it ended.
        settings: schedule and jitter.
        jitter: a random number, 0..1; lengthens the wait by up to `settings.jitter` of itself.
    """
    if answer.accepted:
        return Decision(state=DeliveryState.ACCEPTED, outcome="accepted")
    if answer.status == GONE:
        return Decision(state=DeliveryState.HELD, outcome="gone", disable=True)
    if tries > len(settings.retry_s):
        return Decision(state=DeliveryState.DEAD, outcome="gave_up")
    wait = settings.retry_s[tries - 1] * (1 + settings.jitter * jitter)
    # The longer of the two: a receiver that asks for one second each time would use up three days'
    # worth of tries in ten.
    wait = max(wait, answer.retry_after_s or 0.0)
    return Decision(
        state=DeliveryState.PENDING,
        outcome="refused" if answer.refused else "retry",
        next_at=ended_at + timedelta(seconds=wait),
    )


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (seconds or a date), or None for nonsense."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_WAIT_S)
    try:
        until = parsedate_to_datetime(text[:100])
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)  # RFC 9110: an HTTP date is always GMT
    return min(max(0.0, (until - now).total_seconds()), LONGEST_WAIT_S)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """How many attempts one receiver gets at once. Halved by trouble, doubled by success."""

    most: int
    width: int
    rest_until: datetime | None = None  # asked for by the receiver; nothing is sent before

    @classmethod
    def open(cls, most: int) -> Lane:
        """Return a lane at its full width."""
        return cls(most=most, width=most)

    def after(self, answer: Answer, ended_at: datetime) -> Lane:
        """Return the lane after one attempt."""
        if answer.accepted:
            return replace(self, width=min(self.most, self.width * 2), rest_until=None)
        narrower = self
        if answer.status in _OVERLOADED or (answer.status is None and not answer.refused):
            narrower = replace(self, width=max(1, self.width // 2))
        if answer.status in _MAY_ASK_FOR_REST and answer.retry_after_s:
            until = ended_at + timedelta(seconds=answer.retry_after_s)
            return replace(narrower, rest_until=max(until, self.rest_until or until))
        return narrower

    def free(self, in_flight: int, now: datetime) -> int:
        """Return how many more attempts may start now."""
        if self.rest_until is not None and now < self.rest_until:
            return 0
        return max(0, self.width - in_flight)
