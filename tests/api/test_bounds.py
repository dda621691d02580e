"""The bound of bodies, announced and not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.bounds import MAX_BODY
from tests.builders_api import Deck


def pieces(count: int) -> Iterator[bytes]:
    """A body without an announced length."""
    yield b'{"token": "'
    for _ in range(count):
        yield b"x" * 100_000


@pytest.mark.parametrize("body", [b"x" * (MAX_BODY + 1), pieces(11)])
def test_a_body_that_is_too_long_is_refused(deck: Deck, body: bytes | Iterator[bytes]) -> None:
    """Nobody has to be logged in to send one."""
    answer = deck.stranger.post("/api/v1/session", content=body)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_within_the_bound_is_read(deck: Deck) -> None:
    """Its own checks say what is wrong with it."""
    answer = deck.stranger.post("/api/v1/session", content=pieces(5))
    assert answer.status_code == 422


def test_a_nul_is_refused_before_a_database_does(deck: Deck) -> None:
    """In the path, in a filter, in a text: 400, whatever the database would have made of it."""
    assert deck.client.get("/api/v1/incidents/a%00b").status_code == 400
    assert deck.client.get("/api/v1/incidents?owner=a%00").status_code == 400
    body = b'{"who": "li", "what": "confirm", "why": "a\\u0000b"}'
    acts = f"/api/v1/incidents/{deck.incident().id}/acts"
    refused = deck.client.post(acts, content=body, headers={"content-type": "application/json"})
    assert (refused.status_code, "NUL" in refused.json()["detail"]) == (400, True)
