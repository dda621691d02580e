"""Asking for a picture, and the honest record of not having got one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LookReason(StrEnum):
    """Why somebody wants a picture. One mechanism, five reasons."""

    PATROL = "patrol"
    CONFIRM = "confirm"
    VERIFY = "verify"
    OPERATOR = "operator"
    EVENT = "event"


@dataclass(frozen=True, kw_only=True, slots=True)
class LookRequest:
    """A wish for one picture of one camera."""

    camera_id: str
    not_before: float  # seconds, on the schedule's clock (Clock.monotonic)
    deadline: float  # seconds, same clock; a later start counts as late
    reason: LookReason
    incident_id: str | None = None  # the incident a confirming or verifying look is for


class LookFailureKind(StrEnum):
    """Every way in which a look brings nothing to decide on; never the same as "nothing found"."""

    UNREACHABLE = "unreachable"  # no route, refused connection, name not found
    TIMEOUT = "timeout"  # a deadline passed
    LOGIN_REFUSED = "login_refused"  # 401/403, ter:NotAuthorized
    LOGIN_STOPPED = "login_stopped"  # we stopped asking: cameras lock accounts
    NO_CREDENTIAL = "no_credential"  # the camera wants a login and none is configured
    NO_ADDRESS = "no_address"  # no snapshot or stream address is known
    BAD_ANSWER = "bad_answer"  # HTTP error, SOAP fault, malformed XML
    TOO_LARGE = "too_large"  # more bytes or pixels than allowed
    NOT_A_PICTURE = "not_a_picture"  # HTML, empty body, unknown format
    TRUNCATED = "truncated"  # a picture that ends early
    NO_FRAME = "no_frame"  # the stream opened and sent no decodable picture
    CIRCUIT_OPEN = "circuit_open"  # the host failed repeatedly and is being left alone
    NO_BUDGET = "no_budget"  # the deadline passed before the budgets allowed a start
    AWAY = "away"  # a camera that is turned away from its home view, by us or by a person
    INTERNAL = "internal"  # our own fault; the detail says which
    BLACK = "black"
    OVEREXPOSED = "overexposed"
    FROZEN = "frozen"  # the same picture again and again
    BLURRED = "blurred"
    TURNED = "turned"  # looks elsewhere than its reference picture
    WRONG_TIME = "wrong_time"  # the camera's clock is off by more than allowed

    @property
    def retry(self) -> bool:
        """Whether looking again, unchanged, can help."""
        return self not in _NEEDS_A_PERSON

    @property
    def got_a_picture(self) -> bool:
        """Whether a picture came, but not one to decide on."""
        return self in _PICTURE_KINDS


_NEEDS_A_PERSON = frozenset(
    {
        LookFailureKind.LOGIN_REFUSED,
        LookFailureKind.LOGIN_STOPPED,
        LookFailureKind.NO_CREDENTIAL,
        LookFailureKind.NO_ADDRESS,
        LookFailureKind.TURNED,
    }
)
_PICTURE_KINDS = frozenset(
    {
        LookFailureKind.BLACK,
        LookFailureKind.OVEREXPOSED,
        LookFailureKind.FROZEN,
        LookFailureKind.BLURRED,
        LookFailureKind.TURNED,
        LookFailureKind.WRONG_TIME,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LookFailure:
    """A look that brought nothing to decide on, and why."""

    camera_id: str
    look_id: str
    at: datetime  # UTC
    reason: LookReason
    kind: LookFailureKind
    detail: str  # one sentence for an operator; never holds a secret
    took_s: float = 0.0  # wall-clock seconds spent


@dataclass(frozen=True, kw_only=True, slots=True)
class LookWish:
    """A stage's wish to see a camera again; the pipeline turns it into a LookRequest."""

    camera_id: str
    after_s: float  # not before this many seconds from now
    within_s: float  # and to be started within this many seconds more
    reason: LookReason
    incident_id: str | None = None
