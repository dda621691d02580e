"""Which merge or split of an incident can still be taken back, and why not. Asks the store, changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from alerts.life import Event
from alerts.parting import MERGED_INTO, SPLIT_FROM
from alerts.store.undo import Undo
from core.incident import Incident, Step
from core.reason import Fact, Reason

# What may have happened since without making an act unclear: nobody has decided anything by it.
_HARMLESS = frozenset(
    {
        Event.ACCEPTED,
        Event.ACKNOWLEDGE,
        Event.LATE,
        Event.LOOK_AGAIN,
        Event.NO_SECOND_VIEW,
        Event.OPINION,
        Event.OVERDUE,
        Event.PICTURE_LOST,
        Event.REPORT_ADDED,
        Event.SECOND_VIEW,
        Event.SHELVED,
        Event.UNSHELVED,
        Event.VIEW_ADDED,
    }
)


class Asked(Protocol):
    """What is asked of the store."""

    def undo(self, incident_id: str) -> Undo | None:
        """Return the last act on an incident that goes on, or None."""
        ...

    def history(self, incident_id: str) -> tuple[Step, ...]:
        """Return every step of an incident, the first first."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Undoable:
    """The last merge or split that an incident had part in."""

    act: Undo
    until: datetime  # until when it can be taken back, UTC
    why_not: Reason | None  # why it cannot be any more; None when it can


def last_act(reader: Asked, named: Incident, *, now: datetime, limit_s: float) -> Undoable | None:
    """Return the last act on an incident; either of the two that had part in it may be named. None without one."""
    act = reader.undo(named.facts.get(MERGED_INTO) or named.id) or (
        reader.undo(named.facts[SPLIT_FROM]) if SPLIT_FROM in named.facts else None
    )
    if act is None or named.id not in {act.incident_id, act.other_id}:
        return None
    return Undoable(
        act=act,
        until=act.at + timedelta(seconds=limit_s),
        why_not=_late(act, now, limit_s) or _decided(reader, act),
    )


def _late(act: Undo, now: datetime, limit_s: float) -> Reason | None:
    passed = (now - act.at).total_seconds()
    if passed <= limit_s:
        return None
    facts: dict[str, Fact] = {
        "incident": act.incident_id,
        "other": act.other_id,
        "minutes": round(passed / 60),
        "limit": round(limit_s / 60),
    }
    return Reason(code=f"merge.{act.act}_is_old", facts=facts)


def _decided(reader: Asked, act: Undo) -> Reason | None:
    for one, steps in ((act.incident_id, act.steps), (act.other_id, act.other_steps)):
        for step in reader.history(one)[steps:]:
            if step.what not in _HARMLESS:
                facts = {
                    "incident": one,
                    "what": step.what,
                    "who": step.who,
                    "at": step.at.isoformat(timespec="seconds"),
                }
                return Reason(code=f"merge.{act.act}_stands", facts=facts)
    return None
