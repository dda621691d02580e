from __future__ import annotations

import dataclasses

from starlette.testclient import TestClient

from api.app import create_app
from api.camera_book import ChangeRefused, Mistake
from tests.builders_api import TOKEN, Deck

ADMIN = "a-token-of-the-administrator"


def test_each_method_is_a_wish_of_its_own(deck: Deck) -> None:
    """What is asked for, with which version, and by whom."""
    client = deck.client
    match = {"If-Match": '"v7"'}
    deck.becomes = "added"
    assert client.post("/api/v1/cameras", json={"id": "new"}).status_code == 201
    assert client.put("/api/v1/cameras/new", json={"name": "n"}).status_code == 201
    deck.becomes = "changed"
    assert client.put("/api/v1/cameras/cam-1", json={"name": "n"}, headers=match).status_code == 200
    patch = client.patch(
        "/api/v1/cameras/cam-1",
        content='{"name": "m"}',
        headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
    )
    assert patch.status_code == 200
    deck.becomes = "removed"
    assert client.delete("/api/v1/cameras/cam-1", headers=match).status_code == 200
    assert [(one.act, one.camera_id, one.expects, one.who) for one in deck.wanted] == [
        ("add", "new", None, "api"),
        ("put", "new", None, "api"),
        ("put", "cam-1", "v7", "api"),
        ("merge", "cam-1", "*", "api"),
        ("remove", "cam-1", "v7", "api"),
    ]
    assert deck.committed == 5


def test_an_answer_tells_what_came_of_it(deck: Deck) -> None:
    """Where it is, its new version, what differs."""
    deck.becomes = "added"
    answer = deck.client.post("/api/v1/cameras", json={"id": "cam-1"})
    assert answer.headers["location"] == "/api/v1/cameras/cam-1"
    assert answer.headers["etag"] == '"v1"'
    told = answer.json()
    assert (told["what"], told["fields"], told["written"]["file"]) == ("added", ["name"], "cameras/api.yaml")


def test_a_refusal_is_a_problem_document(deck: Deck) -> None:
    """Field, what is wrong and cure; file and line where it is written elsewhere."""
    mistake = Mistake(where="access.host", what="is missing", cure="Add it.")
    deck.refuses = ChangeRefused(422, "access.host: is missing", mistakes=[mistake])
    answer = deck.client.post("/api/v1/cameras", json={"id": "new"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"] == [{"where": "access.host", "what": "is missing", "cure": "Add it."}]
    deck.refuses = ChangeRefused(409, "written elsewhere", file="cameras/police.csv", line=7)
    told = deck.client.delete("/api/v1/cameras/cam-1", headers={"If-Match": "*"}).json()
    assert (told["status"], told["file"], told["line"]) == (409, "cameras/police.csv", 7)
    assert deck.client.post("/api/v1/cameras", json={"name": "x"}).status_code == 422
    assert deck.client.post("/api/v1/cameras", json=[1]).status_code == 422


def test_a_removed_camera_leaves_its_incidents_and_names_them(deck: Deck) -> None:
    """They stay where they stand; who else sees them is told."""
    incident = deck.incident()
    deck.becomes = "removed"
    told = deck.client.delete("/api/v1/cameras/cam-1", headers={"If-Match": "*"}).json()
    assert told["left_open"] == [{"id": incident.id, "status": "open", "others": 0}]
    assert deck.client.get(f"/api/v1/incidents/{incident.id}").json()["status"] == "open"
    deck.incident(camera_id="cam-2", seconds=10)  # stands beside it and sees the same heap
    told = deck.client.delete("/api/v1/cameras/cam-1", headers={"If-Match": "*"}).json()
    assert [one["others"] for one in told["left_open"]] == [1]


def test_only_the_administrator_changes_or_reads_addresses(deck: Deck) -> None:
    """Nobody without a token, no console session; the API token only while no other is named."""
    assert deck.stranger.post("/api/v1/cameras", json={"id": "new"}).status_code == 401
    deck.stranger.post("/api/v1/session", json={"token": TOKEN})
    path = "/api/v1/cameras/cam-1/configuration"
    assert deck.stranger.get("/api/v1/cameras").status_code == 200
    assert deck.stranger.get(path).status_code == 403
    assert deck.stranger.post("/api/v1/cameras", json={"id": "new"}).status_code == 403
    assert deck.client.get(path).json()["camera"]["access"]["host"]
    assert deck.wanted == []

    services = dataclasses.replace(deck.app.state.services, admin_token=ADMIN)
    app = create_app(services, deck.bell)
    machine = TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"})
    assert machine.get("/api/v1/cameras").status_code == 200
    assert machine.get(path).status_code == 403
    assert machine.delete("/api/v1/cameras/cam-1", headers={"If-Match": "*"}).status_code == 403
    admin = TestClient(app, headers={"Authorization": f"Bearer {ADMIN}"})
    assert admin.get(path).status_code == 200
    assert admin.get("/api/v1/cameras/cam-1").headers["etag"] == '"v0"'
    assert admin.get("/api/v1/cameras/nobody/configuration").status_code == 404
    deck.becomes = "removed"
    assert admin.delete("/api/v1/cameras/cam-1", headers={"If-Match": "*"}).status_code == 200
    assert [one.who for one in deck.wanted] == ["admin"]
