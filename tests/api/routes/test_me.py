from __future__ import annotations

import pyotp
from starlette.testclient import TestClient

from core.config.settings.people import People
from core.people.roles import Role
from core.people.scope import Scope
from tests.builders_api import Deck
from tests.builders_logins import PASSWORD, add, logged_in, with_people

PATH = "/api/v1/me"


def test_a_machine_learns_what_its_token_may(deck: Deck) -> None:
    """The console shows by it what it offers."""
    told = deck.client.get(PATH).json()
    assert (told["name"], told["role"], told["by"], told["person"]) == (
        "api",
        "administrator",
        "token",
        False,
    )
    assert "confirm" in told["permissions"]
    assert told["scope"] == {"grids": [], "owners": []}
    assert told["permissions"] == sorted(told["permissions"])


def test_a_stranger_is_nobody(deck: Deck) -> None:
    """Who does not say who he is, is asked."""
    assert deck.stranger.get(PATH).status_code == 401


def test_a_user_learns_his_role_and_scope(deck: Deck) -> None:
    """And what he lacks."""
    with_people(deck, People(totp_required=(Role.OPERATOR,)))
    add(deck, scope=Scope(grids=("330109",), owners=("police",)))
    told = logged_in(deck).get(PATH).json()
    assert (told["name"], told["role"], told["by"], told["person"]) == ("li.wei", "operator", "session", True)
    assert told["scope"] == {"grids": ["330109"], "owners": ["police"]}
    assert told["totp"] == {"enrolled": False, "required": True}


def test_a_password_is_changed_with_the_old_one_and_the_other_sessions_end(deck: Deck) -> None:
    """The one that changed it stays; what is not taken is told."""
    with_people(deck)
    add(deck, must_change_password=True)
    here, elsewhere = logged_in(deck), logged_in(deck)
    path, new = f"{PATH}/password", "twelve green kites"
    assert here.post(path, json={"old": "wrong", "new": new}).status_code == 422
    assert here.post(path, json={"old": PASSWORD, "new": "short"}).status_code == 422
    assert here.get("/api/v1/cameras").status_code == 403
    assert here.post(path, json={"old": PASSWORD, "new": new}).status_code == 204
    assert here.get("/api/v1/cameras").status_code == 200
    assert elsewhere.get("/api/v1/cameras").status_code == 401
    logged_in(deck, password=new)


def test_a_second_factor_is_set_up_used_and_removed(deck: Deck) -> None:
    """From the key to the recovery codes, over the routes that the page uses."""
    with_people(deck)
    add(deck)
    client = logged_in(deck)
    assert client.post(f"{PATH}/totp/confirm", json={"code": "000000"}).status_code == 409
    begun = client.post(f"{PATH}/totp").json()
    assert begun["svg"].startswith("<svg")
    assert client.post(f"{PATH}/totp/confirm", json={"code": "000000"}).status_code == 422
    code = pyotp.TOTP(begun["key"]).at(deck.clock.now())
    codes = client.post(f"{PATH}/totp/confirm", json={"code": code}).json()["codes"]
    assert len(codes) == 10
    assert client.get(PATH).json()["totp"]["enrolled"] is True
    assert client.post(f"{PATH}/totp").status_code == 409
    body = {"name": "li.wei", "password": PASSWORD}
    refused = deck.stranger.post("/api/v1/session", json=body)
    assert (refused.status_code, refused.json()["why"]) == (401, "code_needed")
    assert deck.stranger.post("/api/v1/session", json=body | {"code": codes[0]}).status_code == 204
    assert client.post(f"{PATH}/totp/remove", json={"password": "wrong"}).status_code == 422
    assert client.post(f"{PATH}/totp/remove", json={"password": PASSWORD}).status_code == 204
    assert TestClient(deck.app).post("/api/v1/session", json=body).status_code == 204


def test_ones_sessions_are_shown_and_ended(deck: Deck) -> None:
    """One by one, or all the others; never somebody else's."""
    with_people(deck)
    add(deck)
    add(deck, "wang")
    here, there, third, wang = (logged_in(deck, name) for name in ("li.wei", "li.wei", "li.wei", "wang"))
    shown = here.get(f"{PATH}/sessions").json()
    assert [one["this"] for one in shown].count(True) == 1
    assert len(shown) == 3
    (foreign,) = wang.get(f"{PATH}/sessions").json()
    assert here.delete(f"{PATH}/sessions/{foreign['id']}").status_code == 404
    (own,) = [one for one in there.get(f"{PATH}/sessions").json() if one["this"]]
    assert here.delete(f"{PATH}/sessions/{own['id']}").json() == {"ended": 1}
    assert there.get(PATH).status_code == 401
    assert here.delete(f"{PATH}/sessions").json() == {"ended": 1}
    assert (third.get(PATH).status_code, here.get(PATH).status_code) == (401, 200)


def test_a_machine_has_no_account_of_its_own(deck: Deck) -> None:
    """Nothing of it can be changed by whoever holds its token."""
    with_people(deck)
    token = add(deck, "city", Role.PLATFORM)
    machine = TestClient(deck.app, headers={"Authorization": f"Bearer {token}"})
    assert machine.get(PATH).json()["role"] == "platform"
    for client in (machine, deck.client):
        assert client.post(f"{PATH}/totp").status_code == 409
        assert client.get(f"{PATH}/sessions").status_code == 409
