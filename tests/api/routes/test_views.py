"""`GET /api/v1/incidents/{id}/views`."""

from __future__ import annotations

from tests.builders import camera
from tests.builders_api import Deck


def test_every_camera_that_can_show_it_is_told(deck: Deck) -> None:
    """The one that raised it first, then the other one at the same mast, and nobody from streets away."""
    far = {"lon": 120.26, "lat": 30.46, "datum": "WGS84"}
    deck.known["cam-9"] = camera("cam-9", position=far)
    incident = deck.incident()
    told = deck.client.get(f"/api/v1/incidents/{incident.id}/views").json()
    assert [one["camera_id"] for one in told["views"]] == ["cam-1", "cam-2"]
    assert [one["shown"] for one in told["views"]] == [True, False]
    assert (told["views"][1]["how"], told["views"][1]["owner"]) == ("pose", "police")
    assert told["near"] == "cam-1"


def test_an_unknown_incident_is_not_found(deck: Deck) -> None:
    """404, as everywhere."""
    assert deck.client.get("/api/v1/incidents/inc_none/views").status_code == 404


def test_a_stranger_is_not_told(deck: Deck) -> None:
    """Where cameras look is nobody's business."""
    assert deck.stranger.get("/api/v1/incidents/inc_1/views").status_code == 401
