from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from starlette.testclient import TestClient

from alerts.store.base import Writer
from core.config.settings.people import People
from core.errors import StoreError
from tests.builders_api import TOKEN, Deck
from tests.builders_logins import PASSWORD, add, logged_in, with_people

PATH = "/api/v1/session"


@pytest.fixture
def refusing() -> Callable[[], AbstractContextManager[Writer]]:
    """What a store does whose disk is full."""

    @contextmanager
    def write() -> Iterator[Writer]:
        raise StoreError("the database refused: database or disk is full")
        yield

    return write


def test_a_login_sets_a_cookie_that_no_script_and_no_other_site_gets(deck: Deck) -> None:
    """Secure where the console is served by https; it lasts as long as the session."""
    with_people(deck, People(session_h=8))
    add(deck)
    body = {"name": "li.wei", "password": PASSWORD}
    cookie = deck.stranger.post(PATH, json=body).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age=28800" in cookie
    assert "secure" not in cookie
    secure = TestClient(deck.app, base_url="https://testserver").post(PATH, json=body)
    assert "secure" in secure.headers["set-cookie"].lower()


def test_a_refused_login_says_why_and_how_long(deck: Deck) -> None:
    """The same for a name that nobody has."""
    with_people(deck)
    add(deck)
    for name in ("li.wei", "nobody"):
        client = TestClient(deck.app, client=(f"192.0.2.{len(name)}", 1))
        body = {"name": name, "password": "wrong"}
        answers = [client.post(PATH, json=body) for _ in range(7)]
        assert [one.status_code for one in answers] == [401] * 6 + [429]
        assert [one.json()["why"] for one in answers] == ["wrong"] * 6 + ["locked"]
        assert answers[-1].json()["wait_s"] == 30
        assert answers[-1].headers["retry-after"] == "30"


def test_another_sites_page_neither_logs_in_nor_out_nor_acts(deck: Deck) -> None:
    """What a cookie vouches for is done only for our own pages; a token is nobody's to ride on."""
    with_people(deck)
    add(deck)
    client, evil = logged_in(deck), {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    body = {"name": "li.wei", "password": PASSWORD}
    assert deck.stranger.post(PATH, json=body, headers=evil).status_code == 403
    assert client.post("/api/v1/cameras/cam-1/view", headers=evil).status_code == 403
    assert client.delete(PATH, headers=evil).status_code == 403
    assert client.get("/api/v1/cameras", headers=evil).status_code == 200
    assert deck.client.post("/api/v1/cameras/cam-1/view", headers=evil).status_code == 204


def test_logging_out_ends_the_session_for_good(deck: Deck) -> None:
    """Whoever kept the cookie has nothing; logging out twice is nothing special."""
    with_people(deck)
    add(deck)
    client = logged_in(deck)
    kept = dict(client.cookies)
    assert client.delete(PATH).status_code == 204
    client.cookies.update(kept)
    assert client.get("/api/v1/cameras").status_code == 401
    assert client.delete(PATH).status_code == 204


def test_who_leaves_is_out_whatever_the_store_says(
    deck: Deck, monkeypatch: pytest.MonkeyPatch, refusing: Callable[[], AbstractContextManager[Writer]]
) -> None:
    """A disk that is full keeps nobody logged in: whoever sits down next would act in his name."""
    with_people(deck)
    add(deck)
    client = logged_in(deck)
    kept = dict(client.cookies)
    monkeypatch.setattr(deck.store, "write", refusing)
    answer = client.delete(PATH)
    assert answer.status_code == 204
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    client.cookies.update(kept)
    assert client.get("/api/v1/cameras").status_code == 401
    deck.app.state.people.gate.forget()
    assert client.get("/api/v1/cameras").status_code == 401


def test_the_token_opens_the_console_only_while_there_is_no_user(deck: Deck) -> None:
    """Afterwards people have names; machines send it as they did."""
    with_people(deck)
    assert deck.stranger.post(PATH, json={"token": TOKEN}).status_code == 204
    add(deck)
    answer = TestClient(deck.app).post(PATH, json={"token": TOKEN})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert deck.client.get("/api/v1/cameras").status_code == 200


def test_a_login_names_one_way(deck: Deck) -> None:
    """A form that sends half of both is wrong; its answer repeats no secret."""
    for body in ({}, {"name": "li.wei"}, {"token": TOKEN, "name": "a", "password": "hush-hush"}):
        answer = deck.stranger.post(PATH, json=body)
        assert answer.status_code == 422
        assert "hush" not in answer.text
        assert TOKEN not in answer.text


def test_a_session_by_the_token_ends_with_the_first_user(deck: Deck) -> None:
    """It was for as long as nobody had a name; also one that was opened before."""
    with_people(deck)
    assert deck.stranger.post(PATH, json={"token": TOKEN}).status_code == 204
    assert deck.stranger.get("/api/v1/cameras").status_code == 200
    add(deck)
    assert deck.stranger.get("/api/v1/cameras").status_code == 401
    assert deck.stranger.post(PATH, json={"token": TOKEN}).status_code == 403
