"""What the schedule knows about one camera: its periods, what waits for it, how it is failing."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from core.config.settings.looking import Looking
from core.look import LookFailureKind, LookReason, LookRequest
from ingest.backoff import full_jitter
from ingest.circuit import CONNECTION_KINDS
from ingest.ready import Waiting

GRACE = 0.5
"""A patrol look is on time when it starts within this share of its period after it was due."""

NOT_ITS_FAULT = frozenset(
    {LookFailureKind.INTERNAL, LookFailureKind.NO_BUDGET, LookFailureKind.CIRCUIT_OPEN, LookFailureKind.AWAY}
)
"""Failures on our side: they do not make a camera a failing one."""

AskedKey = tuple[LookReason, str | None]


@dataclass(slots=True, eq=False)
class Port:
    """One camera. Period k is [origin + k * period, origin + (k+1) * period), seconds; each wants one look."""

    camera_id: str
    host: str
    owner: str
    period_s: float
    origin: float = 0.0
    slot: int = 0  # the first period that is not accounted for
    started_at: float | None = None  # its latest look
    failures: int = 0  # in a row, those that brought no picture at all
    last_kind: LookFailureKind | None = None
    hold_until: float = float("-inf")  # back-off
    answering: bool | None = None  # a look under way answers the first period: whether it started on time
    on_time: bool = False  # whether its latest finished period had a picture on time
    patrol: Waiting | None = None
    asked: dict[AskedKey, Waiting] = field(default_factory=dict)
    parked: list[Waiting] = field(default_factory=list)  # ready, but a look at this camera is under way
    planned_s: float = 0.0  # the period that its plan says; `period_s` is the present one

    def __post_init__(self) -> None:
        self.planned_s = self.planned_s or self.period_s

    @property
    def failing(self) -> bool:
        """Whether it did not answer last time: its next look may take a session for as long as looks last."""
        return self.failures > 0 and self.last_kind in CONNECTION_KINDS

    @property
    def due(self) -> float:
        """When the first unaccounted period begins."""
        return self.origin + self.slot * self.period_s

    @property
    def deadline(self) -> float:
        """When a look for that period starts being late."""
        return self.due + GRACE * self.period_s

    @property
    def next_start(self) -> float:
        """When its next patrol look may start: its period has begun and its back-off is over."""
        return max(self.due, self.hold_until)

    @property
    def patrol_key(self) -> float:
        """The deadline that orders it. Fixed while it waits, so that who waits longest comes first."""
        return self.next_start + GRACE * self.period_s

    def passed(self, now: float) -> int:
        """Periods that are over and not accounted for."""
        return max(0, int((now - self.origin) // self.period_s) - self.slot)

    def wait_anew(self, due: float, period_s: float) -> None:
        """A look is over: wait `period_s` seconds for the next. `due` is that of the period it may have answered.

        A look that was due keeps the rhythm, so that a fleet stays spread over its period after a stall; one that
        was asked for before that, or came so late that the next is over, begins a new one.
        """
        begun = due if self.started_at is None else self.started_at
        self.period_s, self.slot = period_s, 0
        self.origin = due + period_s
        if not due <= begun < self.origin:
            self.origin = begun + period_s

    def took(self, kind: LookFailureKind | None, now: float, looking: Looking, rng: random.Random) -> None:
        """Learn from a look: back off after one that brought no picture, return to the rhythm after one that did."""
        self.last_kind = kind
        if kind is None or kind.got_a_picture or kind in NOT_ITS_FAULT:
            # A black picture is no reason to look less often: we want to see when it is back.
            self.failures, self.hold_until = 0, float("-inf")
            return
        self.failures += 1
        most_s = looking.backoff_max_s
        if kind.retry:
            wait = full_jitter(self.failures, first_s=looking.backoff_s, most_s=most_s, rng=rng)
        else:  # a person must act first; Schedule.resume ends it
            wait = rng.uniform(most_s / 2, most_s)
        # Failing, it is never looked at more often than its period, wherever in a period the last look was.
        self.hold_until = max(now + wait, (self.started_at or now) + self.period_s)

    def patrol_request(self) -> LookRequest:
        """The patrol look of the first unaccounted period."""
        return LookRequest(
            camera_id=self.camera_id, not_before=self.due, deadline=self.deadline, reason=LookReason.PATROL
        )


@dataclass(slots=True, eq=False)
class Run:
    """A look under way. Host and owner are those it was charged to, whatever the plan says by now."""

    port: Port
    request: LookRequest
    host: str
    owner: str
    trial: bool  # of a half-open circuit
    asked: bool
    on_time: bool  # as its request wants it
    failing: bool = False  # charged to what looks at failing cameras may take
