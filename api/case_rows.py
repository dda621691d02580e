"""A case as a row of a table: what the incident says, with what the figures know of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from alerts.store import rules
from alerts.store.cursor import instant
from api.models.figures import CaseRowOut
from api.models.incident import GridOut, IncidentOut
from core.incident import Incident


def case_row(incident: Incident, handled: int, verified: int, verdict: str, late: bool) -> CaseRowOut:
    """Return a row; instants are microseconds since 1970, 0 where it has not come to that."""
    told = IncidentOut.of(incident)
    unit = incident.case.unit
    return CaseRowOut(
        id=incident.id,
        title=incident.title,
        title_en=incident.title_en,
        matter=told.matter,
        status=incident.status.value,
        stage=incident.case.stage.value,
        verdict=cast("Any", verdict),
        held_for=rules.held_for(incident),
        owner=incident.owner,
        cameras=list(incident.cameras),
        grid=[GridOut(level=cell.level, code=cell.code, name=cell.name) for cell in incident.place.grid],
        unit=unit.name if unit else "",
        unit_en=(unit.name_en or unit.name) if unit else "",
        case_number=incident.case_number,
        found_at=incident.created_at,
        opened_at=incident.opened_at or incident.created_at,
        handled_at=_at(handled),
        verified_at=_at(verified),
        due_at=incident.case.due_at,
        overdue=rules.overdue(incident),
        late=late,
    )


def _at(micros: int) -> datetime | None:
    return instant(micros) if micros else None
