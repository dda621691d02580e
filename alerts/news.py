"""What the platform says, in the order in which it comes: late, twice, backwards. Pure.

Statuses have a rank, filed to handled. Within one round (from the report, or from a reopening) a higher
rank is always news, whenever it arrives; the same or a lower one is news only when it happened later
than everything known, by the platform's own clock: then the unit was sent out again. Everything else is
late: it goes into the history and changes nothing. Our clock is compared with nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.callbacks import PlatformStatus, StatusUpdate
from alerts.life import Event
from core.incident import Step
from core.reason import Fact, Reason

EVENTS: Mapping[PlatformStatus, Event] = {
    PlatformStatus.ACCEPTED: Event.ACCEPTED,
    PlatformStatus.FILED: Event.ACCEPTED,
    PlatformStatus.REJECTED: Event.REJECT,
    PlatformStatus.NOT_FILED: Event.REJECT,
    PlatformStatus.DISPATCHED: Event.DISPATCHED,
    PlatformStatus.HANDLING: Event.HANDLING,
    PlatformStatus.HANDLED: Event.HANDLED,
    PlatformStatus.RETURNED: Event.RETURNED,
    PlatformStatus.SUSPENDED: Event.SUSPENDED,
    PlatformStatus.RESUMED: Event.RESUMED,
    PlatformStatus.DELAYED: Event.DELAYED,
    PlatformStatus.CLOSED: Event.CASE_CLOSED,
    PlatformStatus.EVALUATED: Event.EVALUATED,
    PlatformStatus.CANCELLED: Event.REJECT,
}
_RANK: Mapping[str, int] = {
    Event.SUSPENDED.value: 0,
    Event.RESUMED.value: 0,
    Event.DELAYED.value: 0,
    Event.RETURNED.value: 1,
    Event.ACCEPTED.value: 1,
    Event.DISPATCHED.value: 2,
    Event.HANDLING.value: 3,
    Event.HANDLED.value: 4,
    Event.CASE_CLOSED.value: 5,
    Event.EVALUATED.value: 6,
    Event.REJECT.value: 7,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Heard:
    at: datetime
    rank: int


def is_late(history: Sequence[Step], update: StatusUpdate) -> bool:
    """Return whether later news has overtaken this status."""
    reopened = max((step.seq for step in history if step.what == Event.STILL_THERE.value), default=0)
    before = [_heard(step) for step in history if step.seq < reopened]
    floor = max((heard.at for heard in before if heard), default=None)
    if floor is not None and update.at <= floor:
        return True  # it is about the round that ended with the reopening
    heard = [known for step in history if step.seq > reopened and (known := _heard(step))]
    if not heard or _RANK[EVENTS[update.status].value] > max(known.rank for known in heard):
        return False
    return update.at <= max(known.at for known in heard)


def told(update: StatusUpdate) -> Reason:
    """Return the reason that a step by this status carries; `platform_at` is what order is judged by."""
    facts: dict[str, Fact] = {
        "status": update.status.value,
        "case": f" ({update.case_number})" if update.case_number else "",
        "note": update.note,
        "platform_at": update.at.isoformat(),
    }
    if update.due_at is not None:
        facts["due"] = update.due_at.isoformat()
        return Reason(code="case.platform_due", facts=facts)
    return Reason(code="life.platform", facts=facts)


def overtaken(update: StatusUpdate, *, ended: bool) -> Reason:
    """Return the reason of a status that changes nothing."""
    code = "life.ended" if ended else "life.late"
    return Reason(code=code, facts={"status": update.status.value, "platform_at": update.at.isoformat()})


def _heard(step: Step) -> _Heard | None:
    said = step.why.facts.get("platform_at")
    if step.what == Event.LATE.value or step.what not in _RANK or not isinstance(said, str):
        return None
    return _Heard(at=datetime.fromisoformat(said), rank=_RANK[step.what])
