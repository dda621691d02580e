from __future__ import annotations

from tests.builders_api import Deck


def test_a_machine_learns_what_its_token_may(deck: Deck) -> None:
    """The console shows by it what it offers."""
    told = deck.client.get("/api/v1/me").json()
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
    assert deck.stranger.get("/api/v1/me").status_code == 401
