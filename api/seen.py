"""What of the store a caller may see at all: by the scope of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.services import Services
from core.errors import NotFound
from core.incident import Incident
from core.people.who import Who


def sees(who: Who, incident: Incident) -> bool:
    """Return whether an incident lies in the caller's scope."""
    return who.sees(grid=incident.place.grid_code, owners=[incident.owner])


def seen_incident(who: Who, given: Services, incident_id: str) -> Incident:
    """Return an incident.

    Raises:
        NotFound: there is none, or it is outside of the caller's scope: that it exists is not told.
    """
    found = seen_incidents(who, given, [incident_id]).get(incident_id)
    if found is None:
        raise NotFound(f"no incident {incident_id}")
    return found


def seen_incidents(who: Who, given: Services, incident_ids: Sequence[str]) -> Mapping[str, Incident]:
    """Return those of the incidents that are kept and lie in the caller's scope, by id."""
    with given.store.read() as reader:
        found = reader.incidents(list(dict.fromkeys(incident_ids)))
    return {incident_id: one for incident_id, one in found.items() if sees(who, one)}


def check_free(who: Who, given: Services, *incident_ids: str) -> None:
    """Refuse a person where a colleague works on one of the incidents; a machine acts for its own people.

    Raises:
        Claimed: it says who has it, and until when.
    """
    for incident_id in incident_ids if who.person else ():
        given.shift.check_free(incident_id, who=who.said())
