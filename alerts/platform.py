"""What the grid platform says and accepts, applied to an incident within one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from alerts import news
from alerts.callbacks import StatusUpdate
from alerts.filing import Filing
from alerts.life import Event, may
from alerts.parting import goes_on_as, numbered
from alerts.store.base import Delivery, Json
from core.case import FOR_CONFIRMATION
from core.incident import Incident, Status, Step
from core.reason import Fact, Reason

_UNREPORTED = frozenset({Status.OPEN, Status.ACKNOWLEDGED, Status.REOPENED})
_ROUND = frozenset({Status.OPEN, Status.REOPENED})  # where a round of the platform's work begins


def apply_status(filing: Filing, update: StatusUpdate) -> Json:
    """Apply one case status and return the answer: applied, ignored (with the reason) or unknown."""
    incident = filing.incident(update.incident_id)
    untold = incident is None or (incident.status is Status.CANDIDATE and not incident.reports)
    if incident is None or untold or incident.case.held_for == FOR_CONFIRMATION:
        return _answer(update, "unknown", None, "no such incident was ever told to you")
    who = "platform" if update.source == "platform" else f"platform:{update.source}"
    event = news.EVENTS[update.status]
    history, clock = filing.history(incident.id), filing.work.eyes.clock
    late = news.is_late(history, update)
    if late and not incident.status.ended and (until := news.rested(history, update)) is not None:
        return _rested(filing, incident, update, until, who)
    if late or not may(incident, event):
        why = news.overtaken(update, clock, ended=not late or incident.status.ended)
        filing.step(incident, Event.LATE, who=who, why=why)
        return _answer(update, "ignored", incident.status, why.tell("en"))
    if update.case_number is not None:
        incident = replace(incident, case_number=update.case_number)
    after = filing.step(incident, event, who=who, why=news.told(update, clock), said=update)
    return _answer(update, "applied", after.status, "")


def _rested(filing: Filing, incident: Incident, update: StatusUpdate, until: datetime, who: str) -> Json:
    """Make up for a rest whose end was told before its beginning: the time that was left then counts from its end."""
    case = incident.case
    begun = max(
        update.at, case.delayed_at or update.at
    )  # a due time told meanwhile counts from when it was told
    rest = replace(case, rests_since=begun)
    counted = case.dispatched_at is not None and case.dispatched_at <= update.at
    due = filing.work.resumed(rest, until) if counted else case.due_at
    moved = replace(incident, case=replace(case, due_at=due))
    why = news.rest_told(update, until, filing.work.eyes.clock)
    after = filing.step(moved, Event.LATE, who=who, why=why)
    return _answer(update, "applied", after.status, why.tell("en"))


def apply_acceptance(filing: Filing, delivery: Delivery, case_number: str | None) -> None:
    """Note that a receiver took a delivery: what was open is reported now, with its case number.

    The acceptance of what was told before a reopening does not report the reopened incident.
    """
    incident = filing.incident(delivery.incident_id)
    if incident is None or incident.status is Status.CANDIDATE:
        return
    if incident.status.ended:
        _number_of_what_is_gone(filing, incident, case_number)
        return
    if case_number is not None and incident.case_number is None:
        incident = replace(incident, case_number=case_number)
        filing.put(incident)
    if incident.status in _UNREPORTED and delivery.created_at >= _round_began(filing.history(incident.id)):
        case = f" ({case_number})" if case_number else ""
        facts: dict[str, Fact] = {"receiver": delivery.receiver, "case": case}
        why = Reason(code="life.accepted", facts=facts)
        filing.step(incident, Event.ACCEPTED, who=f"platform:{delivery.receiver}", why=why)


def _number_of_what_is_gone(filing: Filing, incident: Incident, case_number: str | None) -> None:
    """It was merged while its message was under way: what goes on is found by the city's number of it."""
    into = goes_on_as(filing.incident, incident)
    if case_number is not None and into.id != incident.id and not into.status.ended:
        filing.put(numbered(incident, into, case_number))


def _round_began(history: Sequence[Step]) -> datetime:
    began = [step.at for step in history if step.after in _ROUND and step.before is not step.after]
    return began[-1]


def _answer(update: StatusUpdate, result: str, status: Status | None, why: str) -> Json:
    return {
        "incident_id": update.incident_id,
        "result": result,
        "status": status.value if status else None,
        "why": why,
    }
