"""A second view of an incident, taken by a camera that was turned to it: a picture, and what was seen, or why not.

It is evidence, not a view of a rule: the camera goes home again, and nobody waits for it to see the place clear.
"""

from __future__ import annotations

from alerts.filing import Filing
from alerts.life import GRIDWATCH, Event, may
from alerts.parting import goes_on_as
from alerts.pictures import Photograph
from core.geometry import Box
from core.incident import Incident
from core.reason import Fact, Reason

SECOND_VIEW = "second_view"  # role of the picture


def add_second_view(
    filing: Filing,
    photograph: Photograph,
    incident_id: str,
    *,
    camera_name: str,
    look_id: str,
    box: Box | None,
    why: Reason,
) -> Incident | None:
    """Add the picture of a look, and a step that says what it shows; None where the incident has ended meanwhile.

    Where it was merged into another, the other gets it: the place is the same.

    Raises:
        NotFound: there is no such incident.
        EvidenceError: the picture could not be kept; nothing was changed.
    """
    incident = goes_on_as(filing.incident, filing.require(incident_id))
    if not may(incident, Event.SECOND_VIEW):
        return None
    with_picture = photograph(incident, SECOND_VIEW, box)
    return filing.step(
        with_picture,
        Event.SECOND_VIEW,
        who=GRIDWATCH,
        why=Reason(code="hawk.taken", facts=_facts(camera_name, why)),
        look_id=look_id,
    )


def refuse_second_view(filing: Filing, incident_id: str, *, camera_name: str, why: Reason) -> Incident | None:
    """Say in the history why a camera brought no second view; None where the incident has ended meanwhile."""
    incident = goes_on_as(filing.incident, filing.require(incident_id))
    if not may(incident, Event.NO_SECOND_VIEW):
        return None
    told = Reason(code="hawk.not_taken", facts=_facts(camera_name, why))
    return filing.step(incident, Event.NO_SECOND_VIEW, who=GRIDWATCH, why=told)


def _facts(camera_name: str, why: Reason) -> dict[str, Fact]:
    return {"camera": camera_name, "why": why.tell("zh"), "why_en": why.tell("en")}
