from __future__ import annotations

from tests.builders_api import Deck
from tests.builders_logins import PASSWORD, add, logged_in, with_people

PATH = "/api/v1/first-run"


def _body(code: str, **changes: str) -> dict[str, str]:
    return {"code": code, "name": "root", "display_name": "管理员", "password": PASSWORD} | changes


def test_the_first_administrator_is_made_with_the_code_once(deck: Deck) -> None:
    """No default password exists; a second one is made by the first."""
    people = with_people(deck)
    assert deck.stranger.get(PATH).json() == {"needed": True}
    assert deck.stranger.post(PATH, json=_body("AAAA-BBBB-CCCC-DDDD")).status_code == 403
    assert deck.stranger.get(PATH).json() == {"needed": True}
    assert deck.stranger.post(PATH, json=_body(people.first_run.code)).status_code == 204
    assert deck.stranger.get(PATH).json() == {"needed": False}
    assert deck.stranger.post(PATH, json=_body(people.first_run.code, name="other")).status_code == 409
    me = logged_in(deck, "root").get("/api/v1/me").json()
    assert (me["role"], me["display_name"], me["must_change_password"]) == ("administrator", "管理员", False)


def test_a_bad_password_does_not_use_up_the_code(deck: Deck) -> None:
    """It says what is wrong, and the wizard stays open."""
    people = with_people(deck)
    answer = deck.stranger.post(PATH, json=_body(people.first_run.code, password="password1234"))
    assert answer.status_code == 422
    assert "tried first" in answer.json()["detail"]
    assert deck.stranger.post(PATH, json=_body(people.first_run.code)).status_code == 204


def test_guessing_the_code_waits(deck: Deck) -> None:
    """And another site's page does not try at all."""
    people = with_people(deck)
    answers = [deck.stranger.post(PATH, json=_body("x")) for _ in range(12)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["retry-after"] == "30"
    evil = {"Sec-Fetch-Site": "cross-site"}
    assert deck.stranger.post(PATH, json=_body(people.first_run.code), headers=evil).status_code == 403


def test_operators_alone_are_not_enough(deck: Deck) -> None:
    """Somebody has to administer; a disabled administrator does not."""
    with_people(deck)
    add(deck)
    assert deck.stranger.get(PATH).json() == {"needed": True}
