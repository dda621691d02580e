"""Incidents as figures count them, in memory: mixed into the twin of the SQL store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alerts.store import rules
from alerts.store.cursor import micros
from alerts.store.facts import UNCOUNTED, Fact
from core.geo import Datum
from core.incident import Incident


class MemoryFactReader:
    """The questions of `facts.FactReader`."""

    tables: Any

    def facts(self, after: str = "", limit: int = 50_000) -> Sequence[Fact]:
        """Return incidents that are more than candidates, in the order of ids, after this one."""
        return [_fact(one) for one in self._counted() if one.id > after][:limit]

    def facts_of(self, incident_ids: Sequence[str]) -> Sequence[Fact]:
        """Return those of these incidents that are kept."""
        kept = self.tables.incidents
        return [_fact(kept[one]) for one in dict.fromkeys(incident_ids) if one in kept]

    def ids_starting(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Return ids of incidents that begin so, in order."""
        return [one.id for one in self._counted() if one.id.startswith(prefix)][:limit]

    def _counted(self) -> list[Incident]:
        found = (one for one in self.tables.incidents.values() if one.status not in UNCOUNTED)
        return sorted(found, key=lambda one: str(one.id))


def _fact(incident: Incident) -> Fact:
    point = incident.place.point.to(Datum.WGS84)
    return Fact(
        id=incident.id,
        status=incident.status.value,
        matter=incident.matter.key,
        owner=incident.owner,
        grid=incident.place.grid_code or "",
        lon=point.lon,
        lat=point.lat,
        created_at=micros(incident.created_at),
        held=rules.held_for(incident),
        overdue=int(rules.overdue(incident)),
    )
