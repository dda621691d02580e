"""Operators side by side: who has which case, what each has said shall be done, and taking it back in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query

from alerts.shift.act import Kind, PendingAct
from api.auth import may, refused
from api.deps import Given
from api.models.shift import (
    ActsIn,
    ActsOut,
    AnswerOut,
    ClaimIn,
    ClaimOut,
    PendingOut,
    RejectionOut,
    UndoActsIn,
    UndoneOut,
    UnitChoiceOut,
    rejections,
)
from api.routes.inbox import with_zone
from api.seen import seen_incident, seen_incidents
from core.errors import IllegalStep, NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1", tags=["shift"])

_NEEDS: Mapping[Kind, Act] = {Kind.MERGE: Act.JOIN, Kind.SPLIT: Act.JOIN, Kind.LOOK_AGAIN: Act.LOOK}


@router.post("/incidents/{incident_id}/claim")
def claim(who: Annotated[Who, may(Act.CONFIRM)], given: Given, incident_id: str, body: ClaimIn) -> ClaimOut:
    """Take a case, or hold on to it: ask again while it is open. 409 with `who` and `until` while somebody has it."""
    if body.take_over and not who.may(Act.TAKE_OVER):
        raise refused(who, Act.TAKE_OVER)
    seen_incident(who, given, incident_id)
    made = given.shift.claim(incident_id, who=who.said(body.who), take_over=body.take_over)
    given.committed()
    return ClaimOut.of(made)


@router.delete("/incidents/{incident_id}/claim", status_code=204)
def give_back(
    caller: Annotated[Who, may(Act.CONFIRM)],
    given: Given,
    incident_id: str,
    who: Annotated[str, Query(max_length=64, description="As it was taken, by a machine.")] = "",
) -> None:
    """Give a case back. What somebody else has stays his."""
    given.shift.release(incident_id, who=caller.said(who))
    given.committed()


@router.post("/incidents/acts")
def say(who: Annotated[Who, may(Act.CONFIRM)], given: Given, body: ActsIn) -> ActsOut:
    """Let an act on one or many cases wait for `load.undo_s` seconds; then it is carried out.

    Each case answers for itself. Until its time has come, its author takes an act back, and nothing has happened.
    What is not possible any more by then is told as a live event `pending`, and kept as `state=refused`.
    """
    if not who.may(_NEEDS.get(body.act, Act.CONFIRM)):
        raise refused(who, _NEEDS[body.act])
    ids = list(dict.fromkeys(body.ids))
    seen = seen_incidents(who, given, [*ids, body.into] if body.into else ids)
    if body.into and body.into not in seen:
        raise NotFound(f"no incident {body.into}")
    if body.act is Kind.ASSIGN and body.unit not in {unit.code for unit in given.desk.units()}:
        raise NotFound(
            f"no unit {body.unit or '(none named)'} in the city's table: GET /api/v1/units lists them"
        )
    until = with_zone(body.until, "until") if body.until else None
    if until is not None and not timedelta(0) < until - given.clock.now() <= timedelta(
        hours=given.shift.rule.shelf_max_h
    ):
        raise HTTPException(422, f"until: lies ahead, by at most {given.shift.rule.shelf_max_h:g} h")
    answers = given.shift.keep(
        [
            given.shift.act(
                incident_id,
                body.act,
                who=who.said(body.who),
                reason=body.reason,
                text=body.text,
                unit=body.unit,
                until=until,
                into=body.into,
                views=tuple(body.views),
                reports=tuple(body.reports),
            )
            for incident_id in ids
        ],
        known=seen,
    )
    given.committed()
    return ActsOut(undo_s=given.shift.rule.undo_s, answers=[AnswerOut.of(one) for one in answers])


@router.get("/pending")
def pending(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    state: Annotated[
        Literal["waiting", "refused"], Query(description="refused: what was not possible any more.")
    ] = "waiting",
    incident: Annotated[str | None, Query(description="On this case only.")] = None,
) -> list[PendingOut]:
    """Return acts that wait, the next first; or those that were refused, the newest first."""
    with given.store.read() as reader:
        found: tuple[PendingAct, ...] = (
            reader.pending_acts(incident_id=incident)
            if state == "waiting"
            else reader.refused_acts(incident_id=incident)
        )
    seen = seen_incidents(who, given, [act.incident_id for act in found])
    return [PendingOut.of(act) for act in found if act.incident_id in seen]


@router.post("/pending/undo")
def take_back_all(who: Annotated[Who, may(Act.CONFIRM)], given: Given, body: UndoActsIn) -> UndoneOut:
    """Take back all that one has just said; each answers for itself."""
    taken, late = [], []
    for act_id in dict.fromkeys(body.ids):
        try:
            given.shift.take_back(act_id, who=who.said(body.who))
            taken.append(act_id)
        except (NotFound, IllegalStep):
            late.append(act_id)
    given.committed()
    return UndoneOut(taken_back=taken, too_late=late)


@router.delete("/pending/{act_id}")
def take_back(
    caller: Annotated[Who, may(Act.CONFIRM)],
    given: Given,
    act_id: str,
    who: Annotated[str, Query(max_length=64, description="As it was said, by a machine.")] = "",
) -> PendingOut:
    """Take back what one has said, before it is carried out; or put away one's own that was refused."""
    taken = given.shift.take_back(act_id, who=caller.said(who))
    given.committed()
    return PendingOut.of(taken)


@router.get("/rejections")
def rejection_reasons(_: Annotated[Who, may(Act.SEE)]) -> list[RejectionOut]:
    """Return the reasons for which a case is rejected."""
    return rejections()


@router.get("/units")
def units(_: Annotated[Who, may(Act.SEE)], given: Given) -> list[UnitChoiceOut]:
    """Return the units of the city's table; empty where it has none."""
    return [UnitChoiceOut.of(unit) for unit in given.desk.units()]
