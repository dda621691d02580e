"""The city's case in a webhook's body: stage, who must act and by when, and what came of looking again."""

from __future__ import annotations

from alerts.message_part import Part, Utc, cut
from core.incident import Incident

_NAME = 100  # characters
_WHY = 200  # characters
_ID = 64  # characters


class UnitInfo(Part):
    """The responsible unit."""

    code: str
    """统一社会信用代码, or the city's own."""
    name: str
    """Chinese name."""
    name_en: str
    """English name; may be empty."""


class LimitInfo(Part):
    """How long the unit may take, from dispatch."""

    amount: float
    """How many ..."""
    measure: str
    """... working_hours, working_days, hours or days."""


class CaseInfo(Part):
    """How the city stands to it."""

    stage: str
    """collected, filed, dispatched, handling, feedback, checking, closed, evaluated; returned, suspended, cancelled."""
    certainty: str
    """likely: by machine alone. observed: a person has confirmed it."""
    unit: UnitInfo | None
    """Who is responsible, by the city's own table; null where no row fits."""
    unit_grid: str | None
    """Unit grid (单元网格), 15 digits; null where only a larger area is known."""
    social_grid: str | None
    """Grid of social governance (社会治理网格), a layer of its own; null where there is none."""
    limit: LimitInfo | None
    """Time limit of the present round; null before dispatch, or where the table has none."""
    dispatched_at: Utc | None
    """When the present round began."""
    due_at: Utc | None
    """When its limit passes, by the city's calendar, delays and rests reckoned in."""
    no_due: str | None
    """Why there is no due time although there is a limit, e.g. a year that the calendar does not cover."""
    overdue: bool
    """Whether the limit has passed while nobody had called it done."""
    resting: bool
    """Whether the clock stands still (挂账, 缓办)."""
    rounds: int
    """Times it was dispatched."""
    failed_checks: int
    """Times it was called handled and was still there."""
    check: str | None
    """Of looking again: waiting, cleared, not_cleared, or could_not (no look could decide: nothing is known)."""
    recurrence_of: str | None
    """The incident that was closed at this place within 30 days before, if there was one."""
    recurrences: int
    """How many times in a row it has come back so."""


def case_info(incident: Incident) -> CaseInfo:
    """Return what a receiver is told of the case; everything that could be long is cut."""
    case, facts = incident.case, incident.facts
    grid, times = incident.place.grid_code, facts.get("recurrences", "0")
    unit, limit, earlier = case.unit, case.limit, facts.get("recurrence_of")
    return CaseInfo(
        stage=case.stage.value,
        certainty="observed" if facts.get("certainty") == "observed" else "likely",
        unit=None
        if unit is None
        else UnitInfo(code=unit.code, name=cut(unit.name, _NAME), name_en=cut(unit.name_en, _NAME)),
        unit_grid=grid if grid is not None and len(grid) == 15 else None,
        social_grid=case.social_grid,
        limit=None if limit is None else LimitInfo(amount=limit.amount, measure=limit.measure.value),
        dispatched_at=case.dispatched_at,
        due_at=case.due_at,
        no_due=cut(case.no_due, _WHY) if case.no_due else None,
        overdue=case.overdue_since is not None,
        resting=case.rests_since is not None,
        rounds=case.rounds,
        failed_checks=case.failed_checks,
        check=case.check.value if case.check is not None else None,
        recurrence_of=cut(earlier, _ID) if earlier else None,
        recurrences=int(times) if times.isdecimal() and len(times) < 6 else 0,
    )
