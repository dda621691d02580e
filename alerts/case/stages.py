"""How the city's case moves along with what happens to its incident and with what the platform says. Pure.

`alerts.life` says what may happen; this says what it means for the city:

    collected ─► filed ─► dispatched ─► handling ─► feedback ─► checking ─► closed ─► evaluated
        │          ▲ └─────── returned ◄───┘            └── still there ─► filed, a new round
        └─► cancelled        suspended: the clock rests

Times are the platform's own, where it said when. A receiver that took a message has filed nothing yet: only
the platform's word moves a case beyond `collected`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from alerts.callbacks import StatusUpdate
from alerts.case.casework import Casework
from alerts.life import Event
from core.case import FOR_CONFIRMATION, REOPENED_ONCE, Case, Check, Stage
from core.incident import Incident, Status

_BEFORE_DISPATCH = frozenset({Stage.COLLECTED, Stage.FILED, Stage.RETURNED})
_CALLED_DONE = frozenset({Stage.FEEDBACK, Stage.CHECKING, Stage.CLOSED, Stage.EVALUATED})
_STAGE_OF = {  # where a case stands that is taken up again
    Status.REPORTED: Stage.FILED,
    Status.HANDLING: Stage.HANDLING,
    Status.VERIFYING: Stage.CHECKING,
    Status.REOPENED: Stage.FILED,
}


def moved(  # noqa: C901, PLR0911, PLR0912 - one case for each event: a table of lambdas reads worse
    incident: Incident, event: Event, *, now: datetime, work: Casework, said: StatusUpdate | None = None
) -> Case:
    """Return the case after an event; `incident` is as `life.take` left it, `said` what the platform told."""
    case = incident.case
    at = said.at if said is not None else now
    match event:
        case Event.VIEW_ADDED | Event.TOOK_IN | Event.SPLIT | Event.SPLIT_OFF if (
            case.stage in _BEFORE_DISPATCH
        ):
            return work.placed(incident)  # the new view may have a better place
        case Event.CONFIRM if case.held_for == FOR_CONFIRMATION:
            return replace(case, held_for=None)
        case Event.SENT_AGAIN:
            return replace(case, held_for=None)
        case Event.ACCEPTED if said is not None and case.stage in _BEFORE_DISPATCH:
            return replace(case, stage=Stage.FILED)
        case Event.DISPATCHED | Event.HANDLING:
            return _at_work(incident, event, at=at, work=work, said=said)
        case Event.DELAYED if said is not None:
            return _put_off(case, said, at)
        case Event.SUSPENDED:
            return replace(case, stage=Stage.SUSPENDED, rests_since=case.rests_since or at)
        case Event.RESUMED:
            stage = _STAGE_OF.get(incident.status, Stage.COLLECTED)
            on = replace(case, due_at=work.resumed(case, at), rests_since=None)
            return replace(on, stage=stage) if case.stage is Stage.SUSPENDED else on
        case Event.RETURNED:
            return replace(_no_clock(case), stage=Stage.RETURNED, check=None, held_for=_let_go(case))
        case Event.HANDLED:
            done = replace(case, stage=Stage.FEEDBACK, check=Check.WAITING, held_for=_let_go(case))
            return replace(done, rests_since=None)
        case Event.CASE_CLOSED:
            check = case.check if incident.status is Status.CLOSED else Check.WAITING
            return replace(case, stage=Stage.CLOSED, check=check, rests_since=None, held_for=_let_go(case))
        case Event.EVALUATED:
            return replace(case, stage=Stage.EVALUATED)
        case Event.CLEARED:
            return replace(case, check=Check.WAITING)
        case Event.LOOK_PRESENT | Event.LOOK_CLEAR:
            return _checked(case)
        case Event.NOT_VERIFIED:
            return replace(_checked(case), check=Check.COULD_NOT)
        case Event.STILL_THERE:
            return _still_there(case, work)
        case Event.PROVEN:
            return replace(case, stage=Stage.CLOSED, check=Check.CLEARED, rests_since=None)
        case Event.CLOSE:
            return replace(case, stage=Stage.CLOSED, rests_since=None, held_for=_let_go(case))
        case Event.REJECT | Event.JOINED:
            return replace(case, stage=Stage.CANCELLED, rests_since=None, held_for=_let_go(case))
        case Event.OVERDUE:
            return replace(case, overdue_since=case.due_at)
    return case


def _at_work(
    incident: Incident, event: Event, *, at: datetime, work: Casework, said: StatusUpdate | None
) -> Case:
    """A unit has it. A dispatch begins a round, with its clock; that it is at work does so only without one."""
    case = replace(incident.case, check=None, held_for=_let_go(incident.case))
    stage = Stage.DISPATCHED if event is Event.DISPATCHED else Stage.HANDLING
    rests = case.rests_since is not None and case.rests_since > at  # told before this, happened after it
    begun = case.dispatched_at is None or (event is Event.DISPATCHED and at > case.dispatched_at)
    if begun:
        limit = work.limit(incident, said.limit_class if said is not None else "A")
        due = said.due_at if said is not None and said.due_at is not None else None
        reckoned = due or (work.due(limit, at) if limit is not None else None)
        put_off = case.delayed_at is not None and case.delayed_at > at
        case = replace(
            case,
            limit=limit,
            dispatched_at=at,
            due_at=case.due_at if put_off else reckoned if isinstance(reckoned, datetime) else None,
            no_due=reckoned if isinstance(reckoned, str) and not put_off else None,
            delayed_at=case.delayed_at if put_off else None,
            overdue_since=None,
            rounds=case.rounds + 1,
        )
    elif not rests:
        case = replace(case, due_at=work.resumed(case, at))
    if rests:
        return replace(case, stage=Stage.SUSPENDED)
    return replace(case, stage=stage, rests_since=None)


def _put_off(case: Case, said: StatusUpdate, at: datetime) -> Case:
    late = case.overdue_since is not None and said.due_at is not None and said.due_at <= case.overdue_since
    return replace(
        case,
        due_at=said.due_at,
        no_due=None,
        delayed_at=at,
        overdue_since=case.overdue_since if late else None,
        rests_since=at if case.rests_since is not None else None,  # what is left counts from here
    )


def _still_there(case: Case, work: Casework) -> Case:
    """It was called handled and is not: back for another round, and from some time on to an operator first."""
    if case.stage not in _CALLED_DONE:
        return replace(case, check=None)  # cameras had lost sight of it; nobody had called it done
    failed = case.failed_checks + 1
    held = REOPENED_ONCE if failed > work.send_back else case.held_for
    back = replace(_no_clock(case), stage=Stage.FILED, check=Check.NOT_CLEARED)
    return replace(back, failed_checks=failed, held_for=held)


def _no_clock(case: Case) -> Case:
    return replace(
        case,
        dispatched_at=None,
        due_at=None,
        no_due=None,
        delayed_at=None,
        overdue_since=None,
        rests_since=None,
    )


def _checked(case: Case) -> Case:
    return replace(case, stage=Stage.CHECKING) if case.stage is Stage.FEEDBACK else case


def _let_go(case: Case) -> str | None:
    """Return what still holds it once somebody has decided about it; that no receiver was told stays."""
    return None if case.held_for == REOPENED_ONCE else case.held_for
