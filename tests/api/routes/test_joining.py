"""Merging, splitting and taking it back over the API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.incident import Incident
from core.people.roles import Role
from core.people.scope import Scope
from tests.builders_api import Deck
from tests.builders_logins import add, logged_in, with_people

LEFT = (0.1, 0.6, 0.25, 0.8)
RIGHT = (0.7, 0.6, 0.9, 0.8)


def two(deck: Deck) -> tuple[Incident, Incident]:
    """Two incidents in one camera."""
    return (
        deck.incident(subject="cam-1/waste/1", box=LEFT),
        deck.incident(subject="cam-1/waste/2", box=RIGHT, seconds=60),
    )


def post(deck: Deck, incident: Incident, what: str, **body: Any) -> Any:
    """Do something, signed by an operator."""
    signed = {"who": "li", "why": "one heap"} | body
    return deck.client.post(f"/api/v1/incidents/{incident.id}/{what}", json=signed)


def test_two_become_one_and_two_again(deck: Deck) -> None:
    """Found as a neighbour, merged with who and why on each view, taken back; the console is told each time."""
    first, second = two(deck)
    (found,) = deck.client.get(f"/api/v1/incidents/{second.id}/near").json()
    assert (found["id"], found["kindred"]) == (first.id, True)
    before = deck.committed
    told = post(deck, second, "merge", into=first.id).json()
    assert (told["incident"]["id"], told["other"]["status"]) == (first.id, "rejected")
    assert told["other"]["facts"]["merged_into"] == first.id
    assert [view["subject"] for view in told["incident"]["views"]] == ["cam-1/waste/1", "cam-1/waste/2"]
    assert "one heap" in told["incident"]["views"][1]["merged_en"]
    assert told["incident"]["views"][1]["place"]["origin"] == "pose"
    assert told["undo_until"] > told["incident"]["updated_at"]
    history = deck.client.get(f"/api/v1/incidents/{first.id}/history").json()
    assert (history[-1]["what"], history[-1]["who"]) == ("took_in", "operator:li")
    back = post(deck, first, "undo").json()
    assert (back["other"]["id"], back["other"]["status"], back["undo_until"]) == (second.id, "open", None)
    assert deck.committed == before + 2


def test_one_becomes_two(deck: Deck) -> None:
    """By the subject of the view; the new one is open."""
    first, second = two(deck)
    post(deck, second, "merge", into=first.id)
    told = post(deck, first, "split", views=["cam-1/waste/2"]).json()
    assert told["other"]["status"] == "open"
    assert [view["subject"] for view in told["other"]["views"]] == ["cam-1/waste/2"]


def test_what_makes_no_sense_is_a_conflict(deck: Deck) -> None:
    """409 with the sentence of the desk; 404 for what is unknown."""
    first, _ = two(deck)
    answer = post(deck, first, "merge", into=first.id)
    assert (answer.status_code, "into itself" in answer.json()["detail"]) == (409, True)
    assert post(deck, first, "split", views=["cam-1/waste/1"]).status_code == 409
    assert post(deck, first, "undo").status_code == 409
    assert post(deck, first, "merge", into="inc_none").status_code == 404
    assert deck.client.get("/api/v1/incidents/inc_none/near").status_code == 404


def test_a_reason_is_wanted(deck: Deck) -> None:
    """A merge without one is refused: it withdraws a case."""
    first, second = two(deck)
    assert post(deck, first, "merge", into=second.id, why=" ").status_code == 422
    assert post(deck, first, "split", views=["cam-1/waste/1"], why="").status_code == 422
    assert post(deck, first, "split", views=[]).status_code == 422


def test_a_stranger_may_not(deck: Deck) -> None:
    """401 for every one of them."""
    first, second = two(deck)
    body = {"who": "x", "why": "x", "into": second.id}
    assert deck.stranger.post(f"/api/v1/incidents/{first.id}/merge", json=body).status_code == 401
    assert deck.stranger.get(f"/api/v1/incidents/{first.id}/near").status_code == 401


def test_what_brings_back_a_case_of_others_is_refused(deck: Deck) -> None:
    """Taking a merge back makes a case live again: not one that lies outside of the caller's part."""
    with_people(deck)
    first, second = two(deck)
    with deck.store.write() as writer:
        writer.put_incident(replace(second, version=second.version + 1, owner="police"), [])
    post(deck, second, "merge", into=first.id)
    add(deck, "wang", Role.OPERATOR, Scope(owners=(first.owner,)))
    address = f"/api/v1/incidents/{first.id}/undo"
    refused = logged_in(deck, "wang").post(address, json={"who": "wang"})
    assert (refused.status_code, "outside" in refused.json()["detail"]) == (403, True)
    add(deck, "zhao", Role.OPERATOR, Scope(owners=(first.owner, "police")))
    assert logged_in(deck, "zhao").post(address, json={"who": "zhao"}).status_code == 200
