from __future__ import annotations

import re

from tests.builders_api import Deck

OPEN = {"/healthz", "/readyz", "/", "/api/v1/first-run"}


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


def test_no_slash_leads_to_another_host(deck: Deck) -> None:
    """An address with a slash too many is none; a redirect would go to whatever host the request named."""
    answer = deck.stranger.get("/s/some-token/", headers={"Host": "evil.example"}, follow_redirects=False)
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_pages_may_load_nothing_from_outside(deck: Deck) -> None:
    """The policy allows our own files, no inline script, no evaluation."""
    policy = deck.stranger.get("/").headers["content-security-policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert rules["script-src"] == "'self'"
