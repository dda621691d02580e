"""What the platform says, in the order in which it comes: late, twice, backwards. Pure.

Statuses have a rank, filed to handled. Within one round (from the report, or from a reopening) a higher
rank is always news, whenever it arrives; the same or a lower one is news only when it happened later
than everything known, by the platform's own clock: then the unit was sent out again. Everything else is
late: it goes into the history and changes nothing. Our clock is compared with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


_ENDS_A_REST = frozenset({Event.RESUMED.value, Event.HANDLING.value})
_BEGINS = frozenset({Event.DISPATCHED.value, Event.RETURNED.value, Event.HANDLED.value})  # another reckoning

Clock = Callable[[datetime], str]
"""Tells an instant as people there read it."""


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


def rested(history: Sequence[Step], update: StatusUpdate) -> datetime | None:
    """Return until when the clock stood still by a `suspended` that its end has overtaken; None: it did not.

    Both are about the round that lasts, and no other `suspended` belongs to that end (`resumed`, or `handling`).
    """
    if update.status is not PlatformStatus.SUSPENDED:
        return None
    began = max((step.seq for step in history if step.what == Event.STILL_THERE.value), default=0)
    heard = [(step.what, known.at) for step in history if step.seq > began and (known := _heard(step))]
    ends = sorted(at for what, at in heard if what in _ENDS_A_REST)
    end = next((at for at in ends if at > update.at), None)
    if end is None or any(what in _BEGINS and update.at < at < end for what, at in heard):
        return None
    if any(step.why.facts.get("until_at") == end.isoformat() for step in history):
        return None  # made up for already
    before = max((at for at in ends if at < end), default=None)
    mates = [at for what, at in heard if what == Event.SUSPENDED.value and at <= end]
    return None if any(before is None or at > before for at in mates) else end


def told(update: StatusUpdate, clock: Clock) -> Reason:
    """Return the reason that a step by this status carries; `platform_at` is what order is judged by.

    `clock` tells an instant as people there read it.
    """
    facts: dict[str, Fact] = {
        "status": update.status.value,
        "case": f" ({update.case_number})" if update.case_number else "",
        "note": update.note,
        "platform_at": update.at.isoformat(),
    }
    if update.due_at is not None:
        facts["until"] = clock(update.due_at)
        return Reason(code="case.platform_until", facts=facts)
    return Reason(code="life.platform", facts=facts)


def overtaken(update: StatusUpdate, clock: Clock, *, ended: bool) -> Reason:
    """Return the reason of a status that changes nothing."""
    return Reason(code="life.over" if ended else "life.overtaken", facts=_late(update, clock))


def rest_told(update: StatusUpdate, until: datetime, clock: Clock) -> Reason:
    """Return the reason of a rest that was told after its end."""
    facts = {**_late(update, clock), "until": clock(until), "until_at": until.isoformat()}
    return Reason(code="life.rested", facts=facts)


def _late(update: StatusUpdate, clock: Clock) -> dict[str, Fact]:
    return {
        "status": update.status.value,
        "platform_at": update.at.isoformat(),
        "when": clock(update.at),
    }


def _heard(step: Step) -> _Heard | None:
    said = step.why.facts.get("platform_at")
    if step.what == Event.LATE.value or step.what not in _RANK or not isinstance(said, str):
        return None
    return _Heard(at=datetime.fromisoformat(said), rank=_RANK[step.what])
