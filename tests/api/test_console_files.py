from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from starlette.testclient import TestClient

from api import console_files


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built console: a page, a script, and the script compressed."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text('<script src="/assets/a.js"></script>')
    (tmp_path / "assets" / "a.js").write_text("let a = 1;")
    (tmp_path / "assets" / "a.js.gz").write_bytes(gzip.compress(b"let a = 1;"))
    (tmp_path / "secret.js").write_text("no")
    return tmp_path


@pytest.fixture
def client(built: Path) -> TestClient:
    """Files as the routes give them out."""
    app = FastAPI()

    @app.get("/assets/{name}")
    def asset(name: str, request: Request) -> Response:
        return console_files.asset(name, request, built)

    @app.get("/")
    def page() -> Response:
        return console_files.page(built, origins=("https://tiles.example",))

    return TestClient(app)


def test_the_page_has_a_policy(client: TestClient) -> None:
    """Scripts are files of ours alone; of other hosts it may ask the base map's only; it is asked for anew."""
    answer = client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "connect-src 'self' https://tiles.example;" in policy
    assert answer.headers["cache-control"] == "no-cache"


def test_assets_are_kept_for_good_and_come_compressed(client: TestClient) -> None:
    """A browser that takes gzip gets what lies so; another gets the file; both are told to keep it."""
    small = client.get("/assets/a.js", headers={"Accept-Encoding": "gzip"})
    assert (small.headers["content-encoding"], small.text) == ("gzip", "let a = 1;")
    plain = client.get("/assets/a.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for answer in (small, plain):
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("name", ["b.js", "..%2Fsecret.js", ".hidden", "%2e%2e/secret.js"])
def test_nothing_else_is_given_out(client: TestClient, name: str) -> None:
    """Neither what is not there nor what lies beside the assets."""
    assert client.get(f"/assets/{name}").status_code == 404


def test_a_console_that_is_not_built_says_so(tmp_path: Path) -> None:
    """An administrator reads what to do, instead of an empty window."""
    answer = console_files.page(tmp_path)
    assert answer.status_code == 503
    assert b"make console" in answer.body
