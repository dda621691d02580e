from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.routes.system import PAGE
from tests.builders_api import Deck

OPEN = {"/healthz", "/readyz", "/", "/page/console.js", "/page/nothing", "/api/v1/first-run"}


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
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", sorted(file.name for file in PAGE.iterdir() if file.name != "index.html"))
def test_the_console_comes_whole(deck: Deck, name: str) -> None:
    """The page names every one of its files, and each is served as what it is: `nosniff` forbids guessing."""
    assert f"/page/{name}" in deck.stranger.get("/").text
    answer = deck.stranger.get(f"/page/{name}")
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (
        200,
        kinds[Path(name).suffix],
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_word_of_the_console_is_given_twice(language: str) -> None:
    """The later one would take the place of the first wherever that is shown."""
    text = (PAGE / "words.js").read_text(encoding="utf-8")
    whole = re.search(rf"^  {language}: \{{(.*?)^  \}},", text, re.DOTALL | re.MULTILINE)
    assert whole is not None
    words, depth = [], 0
    for token in re.finditer(r'[{}]|"(?:[^"\\]|\\.)*"|(\w+):', whole[1]):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if token[1] and depth == 0:
            words.append(token[1])
    assert len(words) > 50
    assert sorted(words) == sorted(set(words))


def test_scripts_import_only_each_other() -> None:
    """Every import is a file of the page; none reaches outside."""
    names = {file.name for file in PAGE.iterdir()}
    for file in PAGE.glob("*.js"):
        for target in re.findall(r'from "(.+?)"', file.read_text(encoding="utf-8")):
            assert target.removeprefix("./") in names, (file.name, target)


def test_no_path_leads_out_of_the_page_folder(deck: Deck) -> None:
    """Neither dots nor encoded dots."""
    for name in ("..%2fapp.py", "%2e%2e%2fapp.py", "nothing"):
        assert deck.stranger.get(f"/page/{name}").status_code == 404
