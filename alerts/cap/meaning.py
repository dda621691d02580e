"""What an incident means in CAP's own words: category, urgency, severity, certainty. Pure.

CAP 1.2 (OASIS, July 2010), as its published schema enumerates them.
"""

from __future__ import annotations

from collections.abc import Mapping

from alerts.parting import MERGED_INTO
from core.config.settings.offers import CapCategory
from core.incident import Incident, Status

SEVERITY = {"extreme": "Extreme", "severe": "Severe", "moderate": "Moderate", "minor": "Minor"}

# By the matters of the shipped tables; whatever is not listed is "Other".
CATEGORY: Mapping[str, CapCategory] = {
    "construction_waste": "Env",
    "exposed_garbage": "Env",
    "bin_overflow": "Env",
    "green_waste": "Env",
    "dumped_furniture": "Env",
    "piled_goods": "Env",
    "materials_in_disorder": "Safety",
    "occupying_works": "Transport",
    "street_obstruction": "Transport",
    "illegal_parking": "Transport",
    "bicycle_parking": "Transport",
    "shared_bicycles": "Transport",
    "crowding": "Safety",
    "ponding": "Infra",
    "street_vending": "Other",  # nothing in CAP's list is meant for trade
    "shop_overflow": "Other",
}
_URGENT = {"Extreme": "Immediate", "Severe": "Immediate", "Moderate": "Expected", "Minor": "Expected"}


def category(matter: str, changed: Mapping[str, CapCategory]) -> CapCategory:
    """Return the category of a matter key."""
    return changed.get(matter) or CATEGORY.get(matter, "Other")


def severity(incident: Incident) -> str:
    """Return CAP's severity of the code table's."""
    return SEVERITY.get(incident.matter.severity, "Unknown")


def urgency(incident: Incident) -> str:
    """Return when somebody should act: not any more once it has ended, else by severity."""
    return "Past" if incident.status.ended else _URGENT.get(severity(incident), "Unknown")


def certainty(incident: Incident) -> str:
    """Return how sure it is: seen by a machine is likely, confirmed by a person observed, rejected unlikely.

    What goes on as another incident was not rejected, although it ends so.
    """
    if incident.status is Status.REJECTED and MERGED_INTO not in incident.facts:
        return "Unlikely"
    return "Observed" if incident.facts.get("certainty") == "observed" else "Likely"


def response(incident: Incident) -> str:
    """Return what is asked of the reader: to see to it, or nothing any more."""
    if incident.status is Status.CLOSED:
        return "AllClear"
    return "None" if incident.status.ended else "Execute"
