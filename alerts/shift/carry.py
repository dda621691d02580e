"""Carries one act out at the desk; what was waited for is forgotten in the very transaction that does it."""

from __future__ import annotations

from alerts.desk import Also, Desk
from alerts.load.acts import LoadActs
from alerts.shift.act import Kind, PendingAct
from core.errors import IllegalStep


def carry_out(act: PendingAct, desk: Desk, load: LoadActs, *, also: Also) -> None:
    """Do what was said; `also` is written together with it.

    Raises:
        GridwatchError: it cannot be done (any more), or the store takes nothing now.
    """
    incident_id, who = act.incident_id, act.who
    match act.act:
        case Kind.SHELVE:
            if act.until is None:
                raise IllegalStep("until: say until when it is put aside")
            load.shelve(incident_id, who=who, why=act.text, until=act.until, also=also)
        case Kind.UNSHELVE:
            load.unshelve(incident_id, who=who, why=act.text, also=also)
        case Kind.ASSIGN:
            desk.assign(incident_id, act.unit, who=who, why=act.text, also=also)
        case Kind.MERGE:
            desk.merge(incident_id, act.into, who=who, why=act.text, also=also)
        case Kind.SPLIT:
            desk.split(incident_id, act.views, reports=act.reports, who=who, why=act.text, also=also)
        case _:
            desk.act(incident_id, act.act.value, who, act.why, also=also)
