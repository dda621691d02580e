"""What a version of an incident makes of its row for the figures. Pure.

    found ──► opened ──► handled ──► verified
                           ▲  │ still there, returned, dispatched anew: not handled after all
                           └──┘

A case is handled by the *last* word that it is, and verified when looks have shown that it is gone. A verdict is
what gridwatch/workbench/feedback/verdicts.py takes it for: an operator's word, else that a unit dealt with it, else
that it was seen gone; rejected only by an operator, for a platform also sends back what belongs to somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence

from alerts.life import Actor, Event
from alerts.parting import MERGED_INTO
from alerts.store import rules
from alerts.store.cursor import micros
from alerts.store.figures import CaseFigure
from core.geo import Datum
from core.incident import Incident, Status, Step

_DONE = frozenset({Event.HANDLED.value, Event.CASE_CLOSED.value})
_NOT_DONE = frozenset(
    {Event.STILL_THERE.value, Event.RETURNED.value, Event.DISPATCHED.value, Event.HANDLING.value}
)
_PROOFS = {Event.CONFIRM.value: "operator", Event.HANDLED.value: "handled", Event.PROVEN.value: "looks"}
_STRENGTH = ("", "looks", "handled", "operator")
_UNTOLD = frozenset({Status.CANDIDATE, Status.EXPIRED})
REJECTED = "rejected"


def figure_of(before: CaseFigure | None, incident: Incident, steps: Sequence[Step]) -> CaseFigure | None:
    """Return the row after these steps; None for what was never opened.

    Args:
        before: the row as it was; None: `steps` are the whole history.
        incident: after them.
        steps: that were taken since `before`.
    """
    if incident.opened_at is None or (before is None and incident.status in _UNTOLD):
        return None
    handled = before.handled_at if before else 0
    verified = before.verified_at if before else 0
    proof = before.proof if before else ""
    rejected = before is not None and before.verdict == REJECTED
    for step in steps:
        at = micros(step.at)
        if step.what in _NOT_DONE:
            handled = 0
        elif step.what in _DONE and not handled:
            handled = at
        if step.what == Event.PROVEN.value:
            verified = at
        proof = max(proof, _PROOFS.get(step.what, ""), key=_STRENGTH.index)
        if step.what == Event.REJECT.value:
            rejected = Actor.of(step.who) is Actor.OPERATOR
    rejected = rejected and incident.status is Status.REJECTED
    merged = incident.status.ended and bool(incident.facts.get(MERGED_INTO))
    case = incident.case
    point = incident.place.point.to(Datum.WGS84)
    return CaseFigure(
        number=before.number if before else 0,
        changed=0,
        incident_id=incident.id,
        found_at=micros(incident.created_at),
        opened_at=micros(incident.opened_at),
        handled_at=handled,
        verified_at=verified if incident.status is Status.CLOSED else 0,
        due_at=micros(case.due_at) if case.due_at else 0,
        status=incident.status.value,
        stage=case.stage.value,
        held=rules.held_for(incident),
        overdue=int(rules.overdue(incident)),
        merged=int(merged),
        proof=proof,
        verdict=REJECTED if rejected else "" if incident.status is Status.REJECTED else proof,
        matter=incident.matter.key,
        severity=incident.matter.severity,
        owner=incident.owner,
        unit=case.unit.code if case.unit else "",
        grid=incident.place.grid_code or "",
        camera=incident.cameras[0] if incident.cameras else "",
        lon=point.lon,
        lat=point.lat,
    )
