"""The life of an incident: which step may be taken from where, and by whom. Pure.

    candidate ─► open ─► acknowledged ─► reported ─► handling ─► verifying ─► closed
        │         └───────────┴─────────────┴───────────┴───►──────┘ │
        └─► expired                                    reopened ◄────┘       (any live) ─► rejected

`LEGAL` is the whole machine. `take` applies one event to an incident and returns the new incident
with the history it makes; an event that is not in the table raises IllegalStep with a sentence. A
version is not touched here: one transaction may hold several steps and is one version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.errors import IllegalStep
from core.incident import Incident, Status, Step
from core.reason import Reason

GRIDWATCH = "gridwatch"  # `who` of steps that the machine takes by itself


class Event(StrEnum):
    """What can happen to an incident; the value is the step's `what` in the history."""

    OPENED = "opened"  # the rule is sure
    DROPPED = "dropped"  # a candidate vanished
    STALE = "stale"  # a candidate whose camera brings nothing any more
    MERGED = "merged"  # a candidate was confirmed to be an incident that exists
    VIEW_ADDED = "view_added"  # another camera, or another subject of the same camera, shows it
    CLEARED = "cleared"  # every camera that can see it says it is gone
    LOOK_PRESENT = "look_present"  # a look while verifying shows it
    LOOK_CLEAR = "look_clear"  # a look while verifying shows its place empty
    STILL_THERE = "reopened"  # called handled or cleared, and is still there
    PROVEN = "closed"  # looks have shown that it is gone
    NOT_VERIFIED = "not_verified"  # no look could decide for too long; it stays where it is
    CONFIRM = "confirmed"
    ACKNOWLEDGE = "acknowledged"
    REJECT = "rejected"
    CLOSE = "closed_by_word"  # a person takes responsibility; no look has shown it
    LOOK_AGAIN = "look_asked"
    ACCEPTED = "reported"  # a receiver took the delivery, or the platform filed the case
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    HANDLED = "handled"
    RETURNED = "returned"  # the unit gave it back to the platform
    SUSPENDED = "suspended"  # put off; it stays where it is
    RESUMED = "resumed"  # taken up again after that
    DELAYED = "delayed"  # the unit has more time
    CASE_CLOSED = "case_closed"  # the platform closed its file; looks still have to show that it is gone
    EVALUATED = "evaluated"  # counted in the city's figures
    SENT_AGAIN = "sent_again"  # an operator sends back what waited for a word
    OVERDUE = "overdue"  # its time limit has passed
    WAITS_LIGHT = "waits_for_light"  # it is night where it is to be verified
    LATE = "ignored_late"  # the platform said something that later news has overtaken
    PICTURE_LOST = "picture_lost"  # evidence could not be kept
    SHELVED = "shelved"  # put aside by an operator for a while; asks for no attention until then
    UNSHELVED = "unshelved"
    JOINED = "joined"  # an operator: it is the same as another, and goes on as that one
    TOOK_IN = "took_in"  # the other one
    SPLIT = "split"  # an operator: some of its views are another thing
    SPLIT_OFF = "split_off"  # that other thing begins
    UNDONE = "undone"  # a merge or split is taken back
    REPORT_ADDED = "report_added"  # somebody outside has reported the same thing
    SECOND_VIEW = "second_view"  # a camera was turned to it: a picture more
    NO_SECOND_VIEW = "no_second_view"  # a camera that could be turned to it brought no picture
    LOOK_ABSENT = "look_absent"  # a look for what somebody outside has reported shows nothing
    NOT_SEEN = "not_seen"  # all looks for it showed nothing
    ASSIGNED = "assigned"  # an operator: another unit is responsible
    OPINION = "second_opinion"  # somebody else was asked whether it is there


class Actor(StrEnum):
    """Who may do something; `who` in the history begins with it."""

    RULE = "rule"
    OPERATOR = "operator"
    PLATFORM = "platform"
    GRIDWATCH = "gridwatch"

    @classmethod
    def of(cls, who: str) -> Actor:
        """Return the kind of `who`, e.g. OPERATOR for "operator:li"."""
        try:
            return cls(who.split(":", 1)[0])
        except ValueError:
            raise IllegalStep(
                f"{who!r} may do nothing: `who` starts with rule, operator, platform or gridwatch"
            ) from None


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """Where an event leads from each status it is legal in, and who may bring it."""

    actors: frozenset[Actor]
    leads: Mapping[Status, Status]


_S = Status
_TODO = (_S.OPEN, _S.REOPENED)  # nobody has taken it yet
_WORKED = (_S.OPEN, _S.ACKNOWLEDGED, _S.REPORTED, _S.HANDLING, _S.REOPENED)  # live, not being verified
_CASE = (*_WORKED, _S.VERIFYING)  # live and no candidate
_LIVE = (_S.CANDIDATE, *_CASE)


def _to(after: Status, *before: Status) -> dict[Status, Status]:
    return dict.fromkeys(before, after)


def _stay(*statuses: Status) -> dict[Status, Status]:
    return {status: status for status in statuses}


def _row(actors: str, leads: Mapping[Status, Status]) -> Transition:
    return Transition(actors=frozenset(Actor(a) for a in actors.split()), leads=leads)


LEGAL: Mapping[Event, Transition] = {
    Event.OPENED: _row("rule", _to(_S.OPEN, _S.CANDIDATE)),
    Event.DROPPED: _row("rule", _to(_S.EXPIRED, _S.CANDIDATE)),
    Event.STALE: _row("gridwatch", _to(_S.EXPIRED, _S.CANDIDATE)),
    Event.MERGED: _row("rule", _to(_S.EXPIRED, _S.CANDIDATE)),
    Event.VIEW_ADDED: _row("rule", _stay(*_LIVE)),
    Event.CLEARED: _row("rule gridwatch", _to(_S.VERIFYING, *_WORKED)),
    Event.LOOK_PRESENT: _row("rule", _stay(_S.VERIFYING)),
    Event.LOOK_CLEAR: _row("rule", _stay(_S.VERIFYING)),
    Event.STILL_THERE: _row("rule gridwatch", _to(_S.REOPENED, _S.VERIFYING)),
    Event.PROVEN: _row("rule gridwatch", _to(_S.CLOSED, _S.VERIFYING)),
    Event.NOT_VERIFIED: _row("gridwatch", _stay(_S.VERIFYING)),
    Event.CONFIRM: _row(
        "operator",
        _to(_S.OPEN, _S.CANDIDATE)
        | _to(_S.ACKNOWLEDGED, *_TODO)
        | _stay(_S.ACKNOWLEDGED, _S.REPORTED, _S.HANDLING, _S.VERIFYING),
    ),
    Event.ACKNOWLEDGE: _row(
        "operator",
        _to(_S.ACKNOWLEDGED, *_TODO) | _stay(_S.ACKNOWLEDGED, _S.REPORTED, _S.HANDLING, _S.VERIFYING),
    ),
    Event.REJECT: _row("operator platform", _to(_S.REJECTED, *_LIVE)),
    Event.CLOSE: _row("operator", _to(_S.CLOSED, *_CASE)),
    Event.LOOK_AGAIN: _row("operator", _stay(*_LIVE)),
    Event.ACCEPTED: _row(
        "platform",
        _to(_S.REPORTED, _S.OPEN, _S.ACKNOWLEDGED, _S.REOPENED)
        | _stay(_S.REPORTED, _S.HANDLING, _S.VERIFYING),
    ),
    Event.DISPATCHED: _row("platform", _to(_S.HANDLING, *_CASE)),
    Event.HANDLING: _row("platform", _to(_S.HANDLING, *_CASE)),
    Event.HANDLED: _row("platform", _to(_S.VERIFYING, *_WORKED) | _stay(_S.VERIFYING)),
    Event.RETURNED: _row("platform", _to(_S.REPORTED, *_CASE)),
    Event.SUSPENDED: _row("platform", _stay(*_CASE)),
    Event.RESUMED: _row("platform", _stay(*_CASE)),
    Event.DELAYED: _row("platform", _stay(*_CASE)),
    Event.CASE_CLOSED: _row("platform", _to(_S.VERIFYING, *_WORKED) | _stay(_S.VERIFYING, _S.CLOSED)),
    Event.EVALUATED: _row("platform", _stay(*_CASE, _S.CLOSED)),
    Event.SENT_AGAIN: _row("operator", _to(_S.REOPENED, _S.REOPENED, _S.ACKNOWLEDGED)),
    Event.OVERDUE: _row("gridwatch", _stay(*_CASE)),
    Event.WAITS_LIGHT: _row("gridwatch", _stay(_S.VERIFYING)),
    Event.LATE: _row("platform", _stay(*Status)),
    Event.PICTURE_LOST: _row("gridwatch", _stay(*Status)),
    Event.SHELVED: _row("operator", _stay(*_LIVE)),
    Event.UNSHELVED: _row("operator", _stay(*_LIVE)),
    Event.JOINED: _row("operator", _to(_S.REJECTED, *_CASE) | _to(_S.EXPIRED, _S.CANDIDATE)),
    Event.TOOK_IN: _row("operator", _stay(*_LIVE)),
    Event.SPLIT: _row("operator", _stay(*_CASE)),
    Event.SPLIT_OFF: _row("operator", _to(_S.OPEN, _S.CANDIDATE)),
    Event.UNDONE: _row("operator", _stay(*_LIVE)),
    Event.REPORT_ADDED: _row("platform", _stay(*_LIVE, _S.CLOSED)),
    Event.SECOND_VIEW: _row("gridwatch", _stay(*_LIVE)),
    Event.NO_SECOND_VIEW: _row("gridwatch", _stay(*_LIVE)),
    Event.LOOK_ABSENT: _row("rule gridwatch", _stay(_S.CANDIDATE)),
    Event.NOT_SEEN: _row("rule gridwatch", _to(_S.EXPIRED, _S.CANDIDATE)),
    Event.ASSIGNED: _row("operator", _stay(*_CASE)),
    Event.OPINION: _row("gridwatch", _stay(*_LIVE)),
}


def take(
    incident: Incident,
    event: Event,
    *,
    who: str,
    why: Reason,
    now: datetime,
    look_id: str | None = None,
) -> tuple[Incident, Step]:
    """Apply one event; return the incident after it and the entry of its history.

    `Step.seq` is 0: whoever files the step numbers it.

    Raises:
        IllegalStep: the event is not legal from this status, or not for `who`.
    """
    row = LEGAL[event]
    actor = Actor.of(who)
    if actor not in row.actors:
        allowed = ", ".join(sorted(row.actors))
        raise IllegalStep(f"{incident.id}: {event.value} is for {allowed}, not for {who}")
    after = row.leads.get(incident.status)
    if after is None:
        possible = ", ".join(status.value for status in row.leads)
        raise IllegalStep(
            f"{incident.id} is {incident.status.value}; {event.value} is possible from {possible} only"
        )
    step = Step(
        seq=0,
        at=now,
        who=who,
        what=event.value,
        before=incident.status,
        after=after,
        why=why,
        look_id=look_id,
    )
    return _moved(incident, event, after, now), step


def may(incident: Incident, event: Event) -> bool:
    """Return whether the event is legal from where the incident stands."""
    return incident.status in LEGAL[event].leads


def restored(
    earlier: Incident, *, since: Incident, who: str, why: Reason, now: datetime
) -> tuple[Incident, Step]:
    """Return an incident as it was before an operator's merge, and the entry of its history.

    The only way out of an end that is not in `LEGAL`: it was none. `since` is what it had become.

    Raises:
        IllegalStep: `who` is no operator.
    """
    if Actor.of(who) is not Actor.OPERATOR:
        raise IllegalStep(f"{since.id}: a merge is taken back by an operator, not by {who}")
    step = Step(
        seq=0,
        at=now,
        who=who,
        what=Event.UNDONE.value,
        before=since.status,
        after=earlier.status,
        why=why,
    )
    return replace(earlier, updated_at=now), step


def born(incident: Incident, *, who: str, look_id: str | None) -> Step:
    """Return the first entry of the history of a new candidate."""
    if incident.status is not Status.CANDIDATE:
        raise IllegalStep(
            f"{incident.id} is born {incident.status.value}; every incident begins as candidate"
        )
    return Step(
        seq=0,
        at=incident.updated_at,
        who=who,
        what="seen",
        before=None,
        after=Status.CANDIDATE,
        why=incident.why,
        look_id=look_id,
    )


def _moved(incident: Incident, event: Event, after: Status, now: datetime) -> Incident:
    moved = replace(incident, status=after, updated_at=now)
    if after is Status.OPEN and incident.opened_at is None:
        moved = replace(moved, opened_at=now)
    if after is Status.CLOSED:
        moved = replace(moved, closed_at=now)
    if event is Event.STILL_THERE:
        # what was called gone is there again: no view keeps its "gone"
        views = tuple(replace(view, cleared_at=None) for view in incident.views)
        moved = replace(moved, reopened=incident.reopened + 1, views=views)
    if event is Event.CONFIRM:
        moved = replace(moved, facts={**incident.facts, "certainty": "observed"})
    return moved
