"""One incident as far as the inbox is concerned: what silences match, what ranking weighs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.incident import Incident, Status
from core.matter import severity_level

POSSIBLE_BELOW = 0.5  # a machine less sure than this says "possible", else "likely"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What asks for an operator's attention, or is under way."""

    id: str  # incident id
    matter: str  # our name
    severity: str  # minor | moderate | severe | extreme
    owner: str  # source owner
    grid: str  # deepest grid code known; "" outside of the district
    cameras: tuple[str, ...]  # that see it
    since: datetime  # it has asked for attention since, UTC
    certainty: str = "likely"  # observed (by a person) | likely | possible
    confidence: float = 1.0  # of the machine, 0..1
    waits: bool = True  # for an operator; False: somebody has it, or the city has
    reopened: int = 0  # times it was called handled and was not
    recurs: bool = False  # the same was closed here within 30 days
    reports: int = 0  # others who reported it: 12345, patrol
    overdue: bool = False  # its unit's limit has passed
    used: float | None = None  # share of its unit's limit that has passed; None: no limit runs
    source: str = ""  # what may chatter: camera, zone and matter

    @property
    def street(self) -> str:
        """Grid code of its street, or as much of it as is known."""
        return self.grid[:9]

    @property
    def level(self) -> int:
        """Its severity as a number; grows with it."""
        return severity_level(self.severity)


def at_least(item: Item, severity: str) -> bool:
    """Return whether an item is as severe as that."""
    return item.level >= severity_level(severity)


def waits_for_operator(incident: Incident, now: datetime) -> bool:
    """Return whether it asks an operator to do something: nobody has it, it was put before one, or it is late."""
    return (
        incident.status in {Status.OPEN, Status.REOPENED}
        or (incident.case.held_for is not None and not incident.status.ended)
        or incident.case.overdue(now)
    )


def item_of(incident: Incident, now: datetime, since: datetime | None = None) -> Item:
    """Return an incident as the inbox sees it; `since`: it has asked for attention since, where that is known."""
    observed = incident.facts.get("certainty") == "observed"
    doubtful = incident.confidence < POSSIBLE_BELOW
    case = incident.case
    view = incident.views[0] if incident.views else None
    return Item(
        id=incident.id,
        matter=incident.matter.key,
        severity=incident.matter.severity,
        owner=incident.owner,
        grid=incident.place.grid_code or "",
        cameras=incident.cameras,
        since=since or incident.opened_at or incident.created_at,
        certainty="observed" if observed else "possible" if doubtful else "likely",
        confidence=incident.confidence,
        waits=waits_for_operator(incident, now),
        reopened=incident.reopened,
        recurs="recurrence_of" in incident.facts,
        reports=len(incident.reports),
        overdue=case.overdue(now),
        used=_used(case.dispatched_at, case.due_at, now) if case.rests_since is None else None,
        source=f"{view.camera_id}/{view.zone}/{incident.matter.key}" if view else incident.matter.key,
    )


def _used(start: datetime | None, due: datetime | None, now: datetime) -> float | None:
    if start is None or due is None or due <= start:
        return None
    return max(0.0, (now - start) / (due - start))
