"""What an incident keeps of a second opinion: who said what, how surely, and whether it holds it back. Pure."""

from __future__ import annotations

from dataclasses import replace

from core.incident import Incident, Status
from core.opinion import Opinion

_HELD = "opinion_holds"


def noted(incident: Incident, opinion: Opinion, *, held: bool) -> Incident:
    """Return the incident with the latest opinion among its facts; all of them stand in its history."""
    facts = {
        **incident.facts,
        "opinion": f"{opinion.says.value} {opinion.confidence:.2f}" + ("" if opinion.acts else " (shadow)"),
        "opinion_by": opinion.by,
        _HELD: "yes" if held else "no",
    }
    return replace(incident, facts=facts)


def held(incident: Incident) -> bool:
    """Return whether this is a candidate that a second opinion keeps from being opened."""
    return incident.status is Status.CANDIDATE and incident.facts.get(_HELD) == "yes"
