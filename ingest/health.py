"""How each camera is: a pure state machine over the ends of its looks, with news only when something changed.

    step(health, Frame | LookFailure) -> (health, news)

A single failure is no news: cameras stumble. What is our own doing (no budget, circuit open, a bug) is
counted and says nothing about the camera.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.frame import Frame
from core.look import LookFailure, LookFailureKind
from core.reason import Reason


class HealthState(StrEnum):
    """What an operator sees on the map."""

    UNKNOWN = "unknown"  # not looked at yet
    OK = "ok"
    LATE = "late"  # well, but not looked at for too long; told by `state_at`, never stored
    BLIND = "blind"  # it answers, and brings nothing to decide on
    OFFLINE = "offline"  # it does not answer
    LOGIN_STOPPED = "login_stopped"  # it refused our login, and a person must correct it


_OFFLINE = frozenset({LookFailureKind.UNREACHABLE, LookFailureKind.TIMEOUT})
_OURS = frozenset(
    {LookFailureKind.NO_BUDGET, LookFailureKind.CIRCUIT_OPEN, LookFailureKind.INTERNAL, LookFailureKind.AWAY}
)

# Told at once: these were counted over several looks already, or another look changes nothing.
_AT_ONCE = frozenset(
    {
        LookFailureKind.LOGIN_REFUSED,
        LookFailureKind.LOGIN_STOPPED,
        LookFailureKind.NO_CREDENTIAL,
        LookFailureKind.NO_ADDRESS,
        LookFailureKind.FROZEN,
        LookFailureKind.TURNED,
    }
)

IN_A_ROW = 2
"""Other failures of one sort in a row that make a state."""

LATE_PERIODS = 2.5
"""A camera is late when its latest look is this many periods ago."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthEvent:
    """Something changed."""

    camera_id: str
    at: datetime  # UTC
    what: str  # a HealthState, "back", "wrong_time" or "right_time"
    kind: LookFailureKind | None  # None when all is well
    why: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraHealth:
    """What is known of one camera's health."""

    camera_id: str
    state: HealthState = HealthState.UNKNOWN
    kind: LookFailureKind | None = None  # what the state is for
    detail: str = ""  # of the latest failure, for an operator
    since: datetime | None = None  # of the state, UTC
    last_look: datetime | None = None
    last_good: datetime | None = None
    in_a_row: int = 0  # failures since the last picture to decide on
    looks: int = 0
    good: int = 0
    failures: Mapping[LookFailureKind, int] = field(default_factory=dict)
    suspect: LookFailureKind | None = None  # kind of the latest failure, not yet a state
    suspected: int = 0  # failures of that sort in a row
    clock_offset_s: float | None = None  # the camera's clock minus ours
    clock_wrong: bool = False

    @classmethod
    def new(cls, camera_id: str) -> CameraHealth:
        """Return the health of a camera that was never looked at."""
        return cls(camera_id=camera_id)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; times in ISO 8601."""
        return {
            "state": self.state.value,
            "kind": self.kind.value if self.kind else None,
            "detail": self.detail,
            "since": _iso(self.since),
            "last_look": _iso(self.last_look),
            "last_good": _iso(self.last_good),
            "in_a_row": self.in_a_row,
            "looks": self.looks,
            "good": self.good,
            "failures": {kind.value: count for kind, count in self.failures.items()},
            "clock_offset_s": self.clock_offset_s,
            "clock_wrong": self.clock_wrong,
        }

    @classmethod
    def from_json(cls, camera_id: str, plain: object) -> CameraHealth:
        """Read what `to_json` wrote; what cannot be read begins anew, never raises."""
        if not isinstance(plain, Mapping):
            return cls.new(camera_id)
        try:
            offset = plain.get("clock_offset_s")
            return cls(
                camera_id=camera_id,
                state=HealthState(plain.get("state", HealthState.UNKNOWN)),
                kind=LookFailureKind(plain["kind"]) if plain.get("kind") else None,
                detail=str(plain.get("detail", "")),
                since=_time(plain.get("since")),
                last_look=_time(plain.get("last_look")),
                last_good=_time(plain.get("last_good")),
                in_a_row=int(plain.get("in_a_row", 0)),
                looks=int(plain.get("looks", 0)),
                good=int(plain.get("good", 0)),
                failures={LookFailureKind(k): int(n) for k, n in (plain.get("failures") or {}).items()},
                clock_offset_s=float(offset) if offset is not None else None,
                clock_wrong=bool(plain.get("clock_wrong", False)),
            )
        except (AttributeError, TypeError, ValueError):
            return cls.new(camera_id)


Stepped = tuple[CameraHealth, tuple[HealthEvent, ...]]


def step(health: CameraHealth, outcome: Frame | LookFailure) -> Stepped:
    """Take in how a look ended; return the new health and what is news."""
    if isinstance(outcome, Frame):
        return _picture(health, outcome)
    return _failure(health, outcome)


def step_clock(health: CameraHealth, offset_s: float, tolerance_s: float, at: datetime) -> Stepped:
    """Take in the camera's clock offset (its clock minus ours, seconds). A wrong clock is no failed look."""
    wrong = abs(offset_s) > tolerance_s
    changed = wrong is not health.clock_wrong
    health = replace(health, clock_offset_s=offset_s, clock_wrong=wrong)
    if not changed:
        return health, ()
    facts: dict[str, str | int | float | bool | None] = {"offset_s": offset_s, "tolerance_s": tolerance_s}
    what = "wrong_time" if wrong else "right_time"
    kind = LookFailureKind.WRONG_TIME if wrong else None
    why = Reason(code=f"health.{what}", facts=facts)
    return health, (HealthEvent(camera_id=health.camera_id, at=at, what=what, kind=kind, why=why),)


def state_at(health: CameraHealth, now: datetime, period_s: float) -> HealthState:
    """Return the state as seen now: a camera that is well but was not looked at for long is late."""
    if health.state is not HealthState.OK or health.last_look is None:
        return health.state
    late = (now - health.last_look).total_seconds() > LATE_PERIODS * period_s
    return HealthState.LATE if late else HealthState.OK


def state_of(kind: LookFailureKind) -> HealthState:
    """Return the state that failures of this kind mean."""
    if kind in _OFFLINE:
        return HealthState.OFFLINE
    return HealthState.LOGIN_STOPPED if kind is LookFailureKind.LOGIN_STOPPED else HealthState.BLIND


def _picture(health: CameraHealth, frame: Frame) -> Stepped:
    at = frame.taken_at
    was, since = health.state, health.since
    after = replace(
        health,
        state=HealthState.OK,
        kind=None,
        detail="",
        since=since if was is HealthState.OK else at,
        last_look=at,
        last_good=at,
        in_a_row=0,
        looks=health.looks + 1,
        good=health.good + 1,
        suspect=None,
        suspected=0,
    )
    if was in {HealthState.OK, HealthState.UNKNOWN}:
        return after, ()
    minutes = round((at - since).total_seconds() / 60) if since else 0
    why = Reason(
        code="health.back", facts={"minutes": minutes, "was": health.kind.value if health.kind else was.value}
    )
    return after, (HealthEvent(camera_id=health.camera_id, at=at, what="back", kind=None, why=why),)


def _failure(health: CameraHealth, failure: LookFailure) -> Stepped:
    kind, at = failure.kind, failure.at
    counts = {**health.failures, kind: health.failures.get(kind, 0) + 1}
    if kind in _OURS:
        return replace(health, failures=counts), ()
    after = replace(health, last_look=at, looks=health.looks + 1, failures=counts)
    same = health.suspect is not None and state_of(health.suspect) is state_of(kind)
    after = replace(
        after,
        detail=failure.detail,
        in_a_row=health.in_a_row + 1,
        suspect=kind,
        suspected=health.suspected + 1 if same else 1,
    )
    if kind is health.kind or (after.suspected < IN_A_ROW and kind not in _AT_ONCE):
        return after, ()
    state = state_of(kind)
    if state is health.state and state is HealthState.OFFLINE:
        return replace(after, kind=kind), ()  # refused or too slow: offline all the same
    why = Reason(code=f"health.{kind.value}", facts={"detail": failure.detail})
    event = HealthEvent(camera_id=health.camera_id, at=at, what=state.value, kind=kind, why=why)
    return replace(after, state=state, kind=kind, since=at), (event,)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _time(text: object) -> datetime | None:
    at = datetime.fromisoformat(text) if isinstance(text, str) else None
    if at is not None and at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at
