from __future__ import annotations

import re

import pytest

from tests.builders_api import Deck

OPEN = {"/healthz", "/readyz", "/", "/page/console.js", "/page/nothing"}


def test_nothing_is_told_without_a_token(deck: Deck) -> None:
    """Every documented GET but the open ones answers 401 with a challenge."""
    for path, methods in deck.app.openapi()["paths"].items():
        if "get" not in methods or path in OPEN or path.startswith("/evidence/"):
            continue
        answer = deck.stranger.get(re.sub(r"\{\w+\}", "x", path))
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"] == "Bearer"


def test_the_webhook_is_documented(deck: Deck) -> None:
    """Integrators find what they will receive, and its schema, in the OpenAPI document."""
    document = deck.app.openapi()
    assert "incident" in document["webhooks"]
    assert "IncidentEvent" in document["components"]["schemas"]


def test_pages_may_load_nothing_from_outside(deck: Deck) -> None:
    """The policy allows our own files, no inline script, no evaluation."""
    policy = deck.stranger.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["console.js", "console.css", "words.js", "chart.js", "icon.svg"])
def test_the_console_comes_whole(deck: Deck, name: str) -> None:
    """What the page asks for is there."""
    assert f"/page/{name}" in deck.stranger.get("/").text
    assert deck.stranger.get(f"/page/{name}").status_code == 200


def test_no_path_leads_out_of_the_page_folder(deck: Deck) -> None:
    """Neither dots nor encoded dots."""
    for name in ("..%2fapp.py", "%2e%2e%2fapp.py", "nothing"):
        assert deck.stranger.get(f"/page/{name}").status_code == 404
