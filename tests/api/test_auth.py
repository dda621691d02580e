from __future__ import annotations

import pytest

from api.auth import MAX_SESSIONS, SESSION_S, Sessions
from core.clock import ManualClock
from core.errors import ConfigError
from tests.builders_api import TOKEN, Deck


def test_a_session_is_opened_by_the_token_alone(deck: Deck) -> None:
    """The cookie is out of reach of scripts and of other sites."""
    assert deck.stranger.post("/api/v1/session", json={"token": "wrong-token"}).status_code == 401
    answer = deck.stranger.post("/api/v1/session", json={"token": TOKEN})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 204
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert deck.stranger.get("/api/v1/cameras").status_code == 200


def test_a_closed_session_is_closed(deck: Deck) -> None:
    """Leaving the desk leaves nothing open."""
    deck.stranger.post("/api/v1/session", json={"token": TOKEN})
    kept = dict(deck.stranger.cookies)
    deck.stranger.delete("/api/v1/session")
    deck.stranger.cookies.update(kept)
    assert deck.stranger.get("/api/v1/cameras").status_code == 401


def test_a_session_ends_with_its_shift(clock: ManualClock) -> None:
    """A forgotten screen does not stay open for ever."""
    sessions = Sessions(TOKEN, clock)
    session = sessions.open(TOKEN)
    assert session is not None
    clock.advance(SESSION_S - 1)
    assert sessions.is_open(session)
    clock.advance(2)
    assert not sessions.is_open(session)


def test_sessions_are_bounded(clock: ManualClock) -> None:
    """The oldest goes first."""
    sessions = Sessions(TOKEN, clock)
    first = sessions.open(TOKEN)
    for _ in range(MAX_SESSIONS):
        sessions.open(TOKEN)
    assert first is not None
    assert not sessions.is_open(first)


def test_a_short_token_is_refused(clock: ManualClock) -> None:
    """An empty secret must not open everything."""
    with pytest.raises(ConfigError, match="shorter than 8"):
        Sessions("", clock)
    with pytest.raises(ConfigError, match="administrator's token is shorter than 8"):
        Sessions(TOKEN, clock, "")


def test_a_token_with_odd_characters_is_wrong_not_a_crash(deck: Deck) -> None:
    """Bytes that are no ASCII arrive from the outside too."""
    answer = deck.stranger.post("/api/v1/session", json={"token": "密码密码密码"})
    assert answer.status_code == 401
