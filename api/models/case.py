"""The city's case behind an incident, as the API tells it. Times are UTC."""

from __future__ import annotations

from datetime import datetime

from api.models.base import Told
from core.case import Check, Measure, Stage
from core.incident import Incident


class UnitOut(Told):
    """Who is responsible."""

    code: str
    """统一社会信用代码, or the city's own."""
    name: str
    """Chinese name."""
    name_en: str
    """English name."""


class LimitOut(Told):
    """How long the unit may take, from dispatch."""

    amount: float
    """How many ..."""
    measure: Measure
    """... of what."""


class CaseOut(Told):
    """How the city stands to it."""

    stage: Stage
    """Where it stands in the city's workflow."""
    certainty: str
    """likely by machine alone, observed once a person has confirmed it."""
    held_for: str | None
    """What it waits for before a receiver is told: confirmation, or reopened_once (send it again, or close it)."""
    unit: UnitOut | None
    """Responsible unit; null where no row of the city's table fits."""
    social_grid: str | None
    """Code in the social-governance grid; the unit grid is in `place.grid`."""
    limit: LimitOut | None
    """Of the present round."""
    dispatched_at: datetime | None
    """When the present round began."""
    due_at: datetime | None
    """When its limit passes, delays and rests reckoned in."""
    no_due: str | None
    """Why there is no due time although there is a limit."""
    rests_since: datetime | None
    """The clock stands still since then."""
    overdue: bool
    """Whether a unit has it for longer than its limit."""
    rounds: int
    """Times it was dispatched."""
    failed_checks: int
    """Times it was called handled and was still there."""
    check: Check | None
    """Of looking again: waiting, cleared, not_cleared, or could_not (nothing is known)."""
    recurrence_of: str | None
    """Incident closed at this place within 30 days before."""
    recurrences: int
    """Times in a row that it has come back so."""

    @classmethod
    def of(cls, incident: Incident) -> CaseOut:
        """Tell the case of an incident."""
        case, facts = incident.case, incident.facts
        unit, limit, times = case.unit, case.limit, facts.get("recurrences", "0")
        return cls(
            stage=case.stage,
            certainty=facts.get("certainty", "likely"),
            held_for=case.held_for,
            unit=UnitOut(code=unit.code, name=unit.name, name_en=unit.name_en) if unit else None,
            social_grid=case.social_grid,
            limit=LimitOut(amount=limit.amount, measure=limit.measure) if limit else None,
            dispatched_at=case.dispatched_at,
            due_at=case.due_at,
            no_due=case.no_due,
            rests_since=case.rests_since,
            overdue=case.overdue_since is not None and case.runs_until is not None,
            rounds=case.rounds,
            failed_checks=case.failed_checks,
            check=case.check,
            recurrence_of=facts.get("recurrence_of"),
            recurrences=int(times) if times.isdecimal() else 0,
        )
