"""What the city's side of an incident is worked out with: limits, calendar, units, the second grid. Pure.

All of it is optional: a city without a units file gets incidents without a unit, and they say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from alerts.case.calendar import WorkCalendar
from alerts.case.eyes import Eyes
from alerts.case.units import Asked, Responsibility
from alerts.codes import CodeTable
from alerts.grid import GridIndex
from core.case import FOR_CONFIRMATION, Case, Limit, Measure
from core.config.matter import MatterRow, WhenToReport
from core.config.profile import Profile
from core.errors import CalendarGap
from core.incident import Incident
from core.matter import MatterCode

LimitClass = Literal["A", "B", "C"]
"""Class of a time limit: A general 一般, B engineering 工程性, C special 特殊性."""
ZONE_KIND = "zone_kind"
"""Fact that names the kind of ground on which it was seen first."""
ASSIGNED_BY = "unit_by"
"""Fact that says who made another unit responsible; the table is not asked again then."""
_BY_THE_CLOCK = frozenset({Measure.HOURS, Measure.DAYS})


@dataclass(frozen=True, kw_only=True, slots=True)
class Casework:
    """One version of everything; a reload makes a new one."""

    codes: CodeTable | None = None
    calendar: WorkCalendar | None = None
    units: Responsibility | None = None
    social: GridIndex = field(default_factory=GridIndex)  # the social-governance grid
    eyes: Eyes = field(default_factory=Eyes)  # of the cameras that verify
    send_back: int = 1  # times that a case goes back to the platform by itself

    def opened(self, incident: Incident, *, profile: Profile | None) -> Incident:
        """Return an incident that is about to be opened by a rule (with its profile) or a person (None)."""
        case = self.placed(incident)
        if profile is not None and self._reported(incident, profile) == "after_confirmation":
            case = replace(case, held_for=FOR_CONFIRMATION)
        facts = dict(incident.facts)
        if self.units is not None:
            facts["units"] = self.units.name
        if self.calendar is not None:
            facts["calendar"] = self.calendar.name
        return replace(incident, case=case, facts=facts)

    def placed(self, incident: Incident) -> Case:
        """Return the case with the unit and the grid of the place where the incident now is."""
        place, matter = incident.place, incident.matter
        asked = Asked(
            matter=matter.key,
            code=matter.code,
            zone_kind=incident.facts.get(ZONE_KIND, ""),
            owner=incident.owner,
            grid=place.grid_code,
        )
        unit = self.units.unit(asked) if self.units is not None else None
        unit = incident.case.unit if ASSIGNED_BY in incident.facts else unit
        social = self.social.resolve(place.point) if len(self.social) else ()
        return replace(incident.case, unit=unit, social_grid=social[-1].code if social else None)

    def limit(self, incident: Incident, of_class: LimitClass = "A") -> Limit | None:
        """Return how long a unit may take for this matter, by the table now in force."""
        row = self._row(incident.matter)
        if row is None:
            return None
        own = {"A": row.limit, "B": row.limit_engineering, "C": row.limit_special}[of_class]
        chosen = own or row.limit
        return chosen.limit() if chosen is not None else None

    def due(self, limit: Limit, start: datetime) -> datetime | str:
        """Return when a limit that begins at `start` runs out, or why nobody knows."""
        if limit.measure in _BY_THE_CLOCK:
            return start + limit.amount * timedelta(hours=1 if limit.measure is Measure.HOURS else 24)
        if self.calendar is None:
            return "there is no calendar in configs/calendar/ to count working time by"
        try:
            return self.calendar.due(limit, start)
        except CalendarGap as gap:
            return str(gap)

    def resumed(self, case: Case, at: datetime) -> datetime | None:
        """Return the due time of a case whose clock rested from `case.rests_since` until `at`."""
        if case.due_at is None or case.rests_since is None or at <= case.rests_since:
            return case.due_at
        measure = case.limit.measure if case.limit is not None else Measure.HOURS
        if case.due_at > case.rests_since and measure not in _BY_THE_CLOCK and self.calendar is not None:
            try:
                left = self.calendar.between(measure, case.rests_since, case.due_at)
                return self.calendar.due(Limit(amount=left, measure=measure), at)
            except CalendarGap:
                pass  # what is known still is: the rest counts by the clock
        return case.due_at + (at - case.rests_since)

    def _reported(self, incident: Incident, profile: Profile) -> WhenToReport:
        row = self._row(incident.matter)
        by_table: WhenToReport = row.report if row is not None else "at_once"
        return "after_confirmation" if "after_confirmation" in {by_table, profile.report} else "at_once"

    def _row(self, matter: MatterCode) -> MatterRow | None:
        return self.codes.row_of(matter) if self.codes is not None else None
