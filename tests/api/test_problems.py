from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.builders_api import TOKEN, Deck


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


def test_a_fault_of_our_own_is_a_problem_document_too(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells nothing of what went wrong inside."""

    def broken() -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(deck.store, "read", broken)
    client = TestClient(deck.app, raise_server_exceptions=False, headers={"Authorization": f"Bearer {TOKEN}"})
    answer = client.get("/api/v1/incidents")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "inside" not in answer.text


def test_half_a_character_is_a_mistake_of_the_caller(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON can escape one; no database, hash or file of ours can keep it."""
    monkeypatch.setattr(deck.store, "read", "\ud800".encode)
    answer = deck.client.get("/api/v1/incidents")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert "surrogate" in answer.json()["detail"]
