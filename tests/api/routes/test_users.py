from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from core.people.roles import Role
from tests.builders_api import Deck
from tests.builders_logins import PASSWORD, add, logged_in, with_people

PATH = "/api/v1/users"


@pytest.fixture
def root(deck: Deck) -> TestClient:
    """An administrator who is logged in."""
    with_people(deck)
    add(deck, "root", Role.ADMINISTRATOR)
    return logged_in(deck, "root")


def test_a_user_is_made_and_logs_in_with_what_was_shown_once(deck: Deck, root: TestClient) -> None:
    """Lists tell accounts, never what opens them."""
    body = {
        "name": "Wang.Fang",
        "display_name": "王芳",
        "role": "operator",
        "scope": {"grids": ["330109001"]},
    }
    answer = root.post(PATH, json=body)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{PATH}/wang.fang"
    made = answer.json()
    logged_in(deck, "wang.fang", made["password"])
    listed = root.get(PATH)
    assert [one["name"] for one in listed.json()] == ["root", "wang.fang"]
    assert listed.json()[1] | {"sessions": 0} == made["user"] | {
        "last_login_at": listed.json()[1]["last_login_at"]
    }
    assert listed.json()[1]["sessions"] == 1
    assert made["password"] not in listed.text
    assert "argon2" not in listed.text
    assert root.post(PATH, json=body).status_code == 409


def test_a_machine_gets_a_token_with_a_scope(deck: Deck, root: TestClient) -> None:
    """It reads, and does nothing."""
    body = {"name": "city", "role": "platform", "scope": {"owners": ["police"]}}
    token = root.post(PATH, json=body).json()["token"]
    machine = TestClient(deck.app, headers={"Authorization": f"Bearer {token}"})
    assert [one["id"] for one in machine.get("/api/v1/cameras").json()["cameras"]] == ["cam-2"]
    assert machine.post("/api/v1/cameras/cam-2/look").status_code == 403
    again = root.post(f"{PATH}/city/reset", json={}).json()["token"]
    assert machine.get("/api/v1/cameras").status_code == 401
    assert again != token


def test_a_change_of_role_and_scope_holds_at_once(deck: Deck, root: TestClient) -> None:
    """Also for who is logged in."""
    add(deck)
    li = logged_in(deck)
    assert li.post("/api/v1/cameras/cam-1/view").status_code == 204
    change = {"role": "auditor", "scope": {"owners": ["police"]}}
    told = root.patch(f"{PATH}/li.wei", json=change).json()
    assert (told["role"], told["scope"]["owners"]) == ("auditor", ["police"])
    assert li.post("/api/v1/cameras/cam-1/view").status_code == 403
    assert li.get("/api/v1/cameras/cam-1").status_code == 404
    root.patch(f"{PATH}/li.wei", json={"disabled": True})
    assert li.get("/api/v1/me").status_code == 401


def test_locked_reset_and_sent_out(deck: Deck, root: TestClient) -> None:
    """What an administrator is called for at night."""
    add(deck)
    li = logged_in(deck)
    for _ in range(6):
        deck.stranger.post("/api/v1/session", json={"name": "li.wei", "password": "wrong"})
    assert root.get(f"{PATH}/li.wei").json()["locked_until"] is not None
    assert root.post(f"{PATH}/li.wei/unlock").status_code == 204
    assert root.get(f"{PATH}/li.wei").json()["locked_until"] is None
    (session,) = root.get(f"{PATH}/li.wei/sessions").json()
    assert session["address"] == "testclient"
    assert root.delete(f"{PATH}/li.wei/sessions/{session['id']}").json() == {"ended": 1}
    assert li.get("/api/v1/me").status_code == 401
    logged_in(deck)
    assert root.delete(f"{PATH}/li.wei/sessions").json() == {"ended": 1}
    made = root.post(f"{PATH}/li.wei/reset", json={"second_factor": True}).json()
    assert logged_in(deck, password=made["password"]).get("/api/v1/me").json()["must_change_password"] is True


def test_nobody_else_administers_people(deck: Deck, root: TestClient) -> None:
    """By whatever address."""
    for role in set(Role) - {Role.ADMINISTRATOR, Role.PLATFORM}:
        add(deck, f"the-{role.value}", role)
        client = logged_in(deck, f"the-{role.value}")
        body = {"name": "x1", "role": "administrator"}
        assert client.get(PATH).status_code == 403
        assert client.post(PATH, json=body).status_code == 403
        assert client.patch(f"{PATH}/the-{role.value}", json={"role": "administrator"}).status_code == 403
        assert client.post(f"{PATH}/root/reset", json={}).status_code == 403
    assert root.patch(f"{PATH}/root", json={"disabled": True}).status_code == 409
    assert root.get(f"{PATH}/nobody").status_code == 404
    assert root.get(f"{PATH}/nobody/sessions").status_code == 404
    logged_in(deck, "root", PASSWORD)
