"""An operator makes another unit responsible, within one transaction. From then on the table is not asked again."""

from __future__ import annotations

from dataclasses import replace

from alerts.case.casework import ASSIGNED_BY
from alerts.filing import Filing
from alerts.life import Event
from core.errors import NotFound
from core.incident import Incident
from core.reason import Reason


def assign(filing: Filing, incident_id: str, code: str, *, who: str, why: str) -> Incident:
    """Give a case to a unit of the city's table; receivers are told who it is.

    Raises:
        NotFound: no such incident, or no such unit in the table.
        IllegalStep: not from where it stands.
    """
    incident = filing.require(incident_id)
    units = filing.work.units
    unit = units.of(code) if units is not None else None
    if unit is None:
        raise NotFound(f"no unit {code} in the city's table (configs/units/)")
    before = incident.case.unit
    told = Reason(
        code="case.assigned",
        facts={
            "unit": unit.name,
            "unit_en": unit.name_en or unit.name,
            "before": before.name if before is not None else "-",
            "before_en": (before.name_en or before.name) if before is not None else "-",
            "why": f" ({why.strip()})" if why.strip() else "",
        },
    )
    after = replace(
        incident, case=replace(incident.case, unit=unit), facts={**incident.facts, ASSIGNED_BY: who}
    )
    return filing.step(after, Event.ASSIGNED, who=who, why=told)
