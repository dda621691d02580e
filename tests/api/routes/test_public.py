"""Public links over HTTP: made by operators, opened by strangers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.public.limits import Buckets
from tests.builders_api import Deck


def _make(deck: Deck, incident_id: str, **asked: Any) -> dict[str, Any]:
    answer = deck.client.post(f"/api/v1/incidents/{incident_id}/public-link", json={"who": "li"} | asked)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_stranger_opens_the_page_he_was_given(deck: Deck) -> None:
    """Without a token of the API; as HTML that nobody keeps, indexes or frames; GET changes nothing."""
    incident = deck.incident()
    made = _make(deck, incident.id)
    assert re.fullmatch(r"/s/[A-Za-z0-9_-]{32}", made["path"])
    assert made["url"] is None, "nobody has said where we are reached: the request's own word is none"
    before = _rows(deck, incident.id)
    page = deck.stranger.get(made["path"])
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "积存垃圾渣土" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in page.headers
    assert incident.id not in page.text
    assert _rows(deck, incident.id) == before


def test_a_link_begins_with_what_the_administrator_has_said(deck: Deck) -> None:
    """Whatever a proxy or a forged Host calls us: the address goes to people outside."""
    deck.app.state.services = replace(deck.app.state.services, public_url="https://gw.example.gov.cn/")
    made = deck.client.post(
        f"/api/v1/incidents/{deck.incident().id}/public-link",
        json={"who": "li"},
        headers={"Host": "evil.example"},
    ).json()
    assert made["url"] == f"https://gw.example.gov.cn{made['path']}"


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(deck: Deck) -> None:
    """Never was, taken back, expired, too long: equal status, body and headers."""
    incident = deck.incident()
    taken, expired = _make(deck, incident.id), _make(deck, incident.id, days=1)
    revoke = f"/api/v1/incidents/{incident.id}/public-links/{taken['link']['id']}/revoke"
    assert deck.client.post(revoke, json={"who": "wang"}).json()["opens"] is False
    deck.clock.advance(86_400)
    answers = []
    for path in (taken["path"], expired["path"], "/s/" + "A" * 32, "/s/x", "/s/" + "A" * 5000, "/s/%ff"):
        answer = deck.stranger.get(path)
        answers.append((answer.status_code, answer.content, dict(answer.headers)))
        deck.clock.advance(60)
    assert answers[0][0] == 404
    assert answers.count(answers[0]) == len(answers)


def test_whoever_guesses_is_stopped(deck: Deck) -> None:
    """429 with a time to wait; counted; a right link is then refused to him as well."""
    incident = deck.incident()
    made = _make(deck, incident.id)
    codes = [deck.stranger.get(f"/s/guess-{n}").status_code for n in range(20)]
    assert codes == [404] * 5 + [429] * 15
    refused = deck.stranger.get(made["path"])
    assert refused.status_code == 429
    assert refused.headers["cache-control"] == "no-store"
    buckets = deck.app.state.public_buckets
    assert isinstance(buckets, Buckets)
    assert buckets.refused == 16
    deck.clock.advance(int(refused.headers["retry-after"]))
    assert deck.stranger.get(made["path"]).status_code == 200


def test_links_are_made_and_seen_by_operators_only(deck: Deck) -> None:
    """401 without a token; a case that is not there 404; the address is told once."""
    incident = deck.incident()
    made = _make(deck, incident.id, days=7)
    listed = deck.client.get(f"/api/v1/incidents/{incident.id}/public-links")
    assert [one["id"] for one in listed.json()] == [made["link"]["id"]]
    assert listed.json()[0]["made_by"] == "operator:li"
    assert made["path"].removeprefix("/s/") not in listed.text
    base = f"/api/v1/incidents/{incident.id}"
    assert deck.stranger.post(f"{base}/public-link", json={"who": "li"}).status_code == 401
    assert deck.stranger.get(f"{base}/public-links").status_code == 401
    revoke = f"{base}/public-links/{made['link']['id']}/revoke"
    assert deck.stranger.post(revoke, json={"who": "li"}).status_code == 401
    assert deck.client.post("/api/v1/incidents/inc_none/public-link", json={"who": "li"}).status_code == 404
    assert deck.client.get("/api/v1/incidents/inc_none/public-links").status_code == 404
    assert deck.client.post(f"{base}/public-links/lnk_none/revoke", json={"who": "li"}).status_code == 404
    assert deck.client.post(f"{base}/public-link", json={"who": "li", "days": 500}).status_code == 422


def _rows(deck: Deck, incident_id: str) -> int:
    with deck.store.read() as reader:
        return len(reader.trail_of(incident_id))
