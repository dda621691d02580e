from __future__ import annotations

from api.models.incident import IncidentOut
from tests.builders_desk import incident


def test_an_incident_is_told_in_both_languages() -> None:
    """Reasons are rendered for people, coordinates carry datum and radius."""
    told = IncidentOut.of(incident())
    assert (told.why, told.why_en) == ("seen", "seen")
    assert (told.place.datum, told.place.radius_m) == ("WGS84", 3)
