from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from alerts.store.sql import SqlStore
from gridwatch.cli.app import app
from gridwatch.offers.digest import sending
from gridwatch.offers.digest.telling import Digest
from tests import builders_store as build
from tests.builders_configs import shipped

RUN = CliRunner()
SPAN = ["--since", "2026-11-02T00:00+08:00", "--until", "2026-11-03T00:00+08:00"]


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The shipped configuration with one incident of the second of November, and two addresses."""
    for name, value in (("API_TOKEN", "a-token-for-tests"), ("MAIL", "mailto://m"), ("CHAT", "json://c")):
        monkeypatch.setenv(f"GRIDWATCH_SECRET_{name}", value)
    folder, url = shipped(tmp_path, "digest: {to: [mail, chat]}")
    store = SqlStore(url)
    with store.write() as writer:
        writer.put_incident(build.incident(), [build.step()])
    store.close()
    return str(folder)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Digest]]:
    """What was sent; the chat takes nothing."""
    taken: list[tuple[str, Digest]] = []

    def send(address: str, digest: Digest, *, timeout_s: float) -> None:
        if address == "json://c":
            raise sending.NotTaken("answered 403")
        taken.append((address, digest))

    monkeypatch.setattr(sending, "send", send)
    return taken


def test_a_preview_sends_nothing(configs: str, sent: list[tuple[str, Digest]]) -> None:
    """In the languages asked for; without times of the last period that is over."""
    both = RUN.invoke(app, ["digest", "preview", "-c", configs, *SPAN])
    assert both.exit_code == 0, both.output
    assert "示范区视频巡查简报 11-03 00:00 · Demo: digest 2026-11-03 00:00" in both.output
    assert "新增 1 件" in both.output
    assert "Opened 1" in both.output
    english = RUN.invoke(app, ["digest", "preview", "-c", configs, "--language", "en"])
    assert "新增" not in english.output
    assert "Opened" in english.output
    assert sent == []


def test_sending_says_who_took_it(configs: str, sent: list[tuple[str, Digest]]) -> None:
    """By name; one that did not take it is told with its reason and makes the exit status 1."""
    result = RUN.invoke(app, ["digest", "send", "-c", configs, *SPAN])
    assert result.exit_code == 1
    assert "mail: taken" in result.output
    assert "chat: answered 403" in result.stderr
    assert [address for address, _ in sent] == ["mailto://m"]
    assert RUN.invoke(app, ["digest", "send", "-c", configs, "--to", "mail"]).exit_code == 0
    unknown = RUN.invoke(app, ["digest", "send", "-c", configs, "--to", "nobody"])
    assert unknown.exit_code == 1
    assert "no secret is known" in unknown.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--language", "fr"], "zh, en or both"),
        ([*SPAN[2:], "--since", "2026-12-01T00:00+08:00"], "before it begins"),
    ],
)
def test_what_cannot_be_meant_is_refused(configs: str, arguments: list[str], told: str) -> None:
    """Before anything is read or sent."""
    result = RUN.invoke(app, ["digest", "preview", "-c", configs, *arguments])
    assert result.exit_code == 2
    assert told in result.output
