"""Case status coming in from the grid platform: believed only when signed, read strictly, answered once.

Four steps, the first three here and pure: verify the signature on the raw bytes, read the body, look
up whether this message was answered before. The fourth, whether an incident may take the step, is
decided by the desk inside the same transaction. Messages come late, twice and out of order; each
case has a stated answer (docs/integrators.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Protocol, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
    model_validator,
)

from alerts.legible import checked_line, lines
from alerts.signing import BadSecret, Unverified, verify
from alerts.store.base import Json, Writer

SOURCE = "platform"  # the name under which answers are remembered
MAX_BYTES = 64 * 1024
MAX_ID = 200
MOST_DAYS = 3660  # between `at` and `due_at`, and between `at` and now
NO_TIME = timedelta()
FUTURE_S = 300  # a status from further in the future than this is refused


class PlatformStatus(StrEnum):
    """What the platform says about a case; the city's stage behind each."""

    ACCEPTED = "accepted"  # 立案: filed (the older word)
    FILED = "filed"  # 立案
    REJECTED = "rejected"  # 不立案: not filed (the older word)
    NOT_FILED = "not_filed"  # 不立案
    DISPATCHED = "dispatched"  # 派遣: given to a unit
    HANDLING = "handling"  # 处理: the unit is at work
    HANDLED = "handled"  # 处理反馈: the unit says it is done
    RETURNED = "returned"  # 退回: the unit sent it back
    SUSPENDED = "suspended"  # 挂账/缓办: put off; the clock rests
    RESUMED = "resumed"  # 恢复: taken up again
    DELAYED = "delayed"  # 延期: more time; `due_at` says until when
    CLOSED = "closed"  # 结案: the platform closes its file
    EVALUATED = "evaluated"  # 综合评价
    CANCELLED = "cancelled"  # 作废: withdrawn


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusUpdate:
    """One case status, verified and read, not yet applied."""

    message_id: str  # webhook-id: equal ids get equal answers
    incident_id: str  # ours
    status: PlatformStatus
    at: datetime  # when it happened, by the platform's clock, UTC
    case_number: str | None = None  # the platform's own number
    note: str = ""  # free text; shown to operators, never interpreted
    due_at: datetime | None = None  # until when the unit has time, UTC; before Gridwatch's own reckoning
    limit_class: Literal["A", "B", "C"] = (
        "A"  # general, engineering, special: which limit of the matter counts
    )
    source: str = SOURCE


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A message that is not applied: the HTTP status to answer and why."""

    status_code: int
    reason: str


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)  # platforms add fields of their own

    incident_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    status: PlatformStatus
    at: AwareDatetime
    case_number: (
        Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(checked_line)] | None
    ) = None
    note: Annotated[str, StringConstraints(max_length=2000), AfterValidator(lines)] = ""
    due_at: AwareDatetime | None = None
    limit_class: Literal["A", "B", "C"] = "A"

    @model_validator(mode="after")
    def _time_left(self) -> Self:
        if self.status is PlatformStatus.DELAYED and self.due_at is None:
            raise ValueError("due_at is needed with delayed: until when the unit has time")
        if self.due_at is not None and not NO_TIME < self.due_at - self.at <= timedelta(days=MOST_DAYS):
            raise ValueError(f"due_at must come after at, by at most {MOST_DAYS} days")
        return self


def parse_status(
    headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime
) -> StatusUpdate | Refusal:
    """Verify and read one inbound message.

    Refusals: 413 too large, 401 signature, 503 our own secret is unusable, 422 not a status.
    """
    message_id = verified_id(headers, body, secret=secret, now=now)
    if isinstance(message_id, Refusal):
        return message_id
    try:
        read = _Body.model_validate_json(body)
    except ValidationError as error:
        return Refusal(status_code=422, reason=told(error))
    # 1970 is a clock that was never set, and a limit that is long over
    at = in_time(read.at, now, oldest=timedelta(days=MOST_DAYS), ago="years ago; check the time's format")
    if isinstance(at, Refusal):
        return at
    return StatusUpdate(
        message_id=message_id,
        incident_id=read.incident_id,
        status=read.status,
        at=at,
        case_number=read.case_number,
        note=read.note,
        due_at=read.due_at.astimezone(UTC) if read.due_at is not None else None,
        limit_class=read.limit_class,
    )


def in_time(at: datetime, now: datetime, *, oldest: timedelta, ago: str) -> datetime | Refusal:
    """Return a time of the platform in UTC, or why it is none: in the future, or longer ago than `oldest`."""
    try:
        at = at.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar, in a zone that leads out of it
        return Refusal(status_code=422, reason="at: no such time in UTC")
    if at > now + timedelta(seconds=FUTURE_S):
        return Refusal(status_code=422, reason=f"at: {at.isoformat()} is in the future; check both clocks")
    if at < now - oldest:
        return Refusal(status_code=422, reason=f"at: {at.isoformat()} is {ago}")
    return at


class Message(Protocol):
    """What a repeat is known by."""

    @property
    def source(self) -> str:
        """The name under which answers are remembered."""
        ...

    @property
    def message_id(self) -> str:
        """Of this message."""
        ...


def once(writer: Writer, update: Message, *, now: datetime, decide: Callable[[], Json]) -> Json:
    """Return the remembered answer to this message, or decide and remember it, in one transaction.

    What `decide` writes and what is remembered are kept together or not at all, so a platform that
    repeats a message after a lost answer gets the first answer and nothing happens twice.
    """
    before = writer.callback_answer(update.source, update.message_id)
    if before is not None:
        return before
    answer = decide()
    writer.put_callback(update.source, update.message_id, now, answer)
    return answer


def told(error: ValidationError) -> str:
    """Say what is wrong without repeating what was sent."""
    problems = [
        f"{'.'.join(str(part) for part in item['loc']) or 'body'}: {item['msg']}"
        for item in error.errors(include_url=False, include_input=False)[:5]
    ]
    return "; ".join(problems)


def verified_id(headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> str | Refusal:
    """Return the id of a message that is signed and not too large, or why it is refused."""
    if len(body) > MAX_BYTES:
        return Refusal(status_code=413, reason=f"{len(body)} bytes; at most {MAX_BYTES}")
    try:
        checked = verify(secret, headers, body, now=now)
    except BadSecret as error:
        return Refusal(status_code=503, reason=f"the callback secret of this Gridwatch is unusable: {error}")
    if isinstance(checked, Unverified):
        return Refusal(status_code=401, reason=checked.reason)
    if len(checked.id) > MAX_ID:
        return Refusal(status_code=422, reason=f"webhook-id is longer than {MAX_ID} characters")
    return checked.id
