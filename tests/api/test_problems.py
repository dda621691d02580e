from __future__ import annotations

from tests.builders_api import Deck


def test_errors_are_problem_documents(deck: Deck) -> None:
    """Not found, invalid, conflict: one form, with what was wrong and where."""
    missing = deck.client.get("/api/v1/incidents/inc_nothing")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
    assert missing.json()["detail"] == "no incident inc_nothing"
    invalid = deck.client.get("/api/v1/incidents?limit=0&grid=abc").json()
    assert {error["where"] for error in invalid["errors"]} == {"query.limit", "query.grid"}
    nowhere = deck.client.get("/api/v1/nothing")
    assert (nowhere.status_code, nowhere.headers["content-type"]) == (404, "application/problem+json")


def test_a_step_that_is_not_legal_is_a_conflict(deck: Deck) -> None:
    """The sentence says from where to where."""
    incident = deck.incident()
    path = f"/api/v1/incidents/{incident.id}/acts"
    assert deck.client.post(path, json={"what": "reject", "who": "li", "why": "shadow"}).status_code == 200
    again = deck.client.post(path, json={"what": "acknowledge", "who": "li"})
    assert again.status_code == 409
    assert "rejected" in again.json()["detail"]
