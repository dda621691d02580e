from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alerts.store.base import Attempt, DeliveryState
from alerts.store.sql import SqlStore
from gridwatch.cli.app import app
from tests import builders_store as build
from tests.builders import START
from tests.builders_configs import shipped
from tests.fakes.answering import answering

RUN = CliRunner()


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A configuration whose store holds one dead delivery."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    folder, url = shipped(tmp_path)
    store = SqlStore(url)
    with store.write() as writer:
        incident = build.incident()
        writer.put_incident(incident, [build.step()])
        writer.enqueue(build.delivery())
    with store.write() as writer:
        (row,) = writer.deliveries()
        attempt = Attempt(
            delivery_id=row.id, number=1, at=START, took_s=1, status=500, outcome="gave_up", detail="no"
        )
        writer.settle(attempt, state=DeliveryState.DEAD, next_at=None)
    store.close()
    return str(folder)


def test_the_ledger_lists_and_a_replay_wakes(configs: str) -> None:
    """What is dead is pending again, once."""
    rows = json.loads(RUN.invoke(app, ["webhook", "ledger", "-c", configs, "--json", "-"]).output)
    assert [row["state"] for row in rows] == ["dead"]
    since = (START - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M%z")
    result = RUN.invoke(app, ["webhook", "replay", "-c", configs, "--since", since])
    assert "1 deliveries are pending again" in result.output, result.output
    rows = json.loads(RUN.invoke(app, ["webhook", "ledger", "-c", configs, "--json", "-"]).output)
    assert [row["state"] for row in rows] == ["pending"]


def test_a_replay_of_everything_by_mistake_is_refused(configs: str) -> None:
    """It asks which."""
    result = RUN.invoke(app, ["webhook", "replay", "-c", configs])
    assert result.exit_code == 2
    assert "give --id" in result.output


def _receiver(configs: str, monkeypatch: pytest.MonkeyPatch, url: str, **more: object) -> None:
    monkeypatch.setenv("GRIDWATCH_SECRET_HOOK", "k3y")
    monkeypatch.setenv("GRIDWATCH_SECRET_CALLBACK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    values = {"url": url, "secret": "hook", "allow": ["127.0.0.0/8"], "signature": {"kind": "token"}} | more
    (Path(configs) / "receivers" / "city.yaml").write_text(json.dumps(values), encoding="utf-8")


BODY = {"fields": {"title": {"path": "title.zh"}, "id": {"path": "incident_id"}}}


def test_a_preview_shows_the_request_without_its_secret(
    configs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a sample, and of an incident that there is; nothing is sent."""
    _receiver(configs, monkeypatch, "http://127.0.0.1:9/x?token=t0k", body=BODY)
    shown = RUN.invoke(app, ["webhook", "preview", "city", "-c", configs])
    assert shown.exit_code == 0, shown.output
    assert "POST http://127.0.0.1:9/x?token=***" in shown.output
    assert "Authorization: ***" in shown.output
    assert "【测试】" in shown.output
    assert not {"k3y", "t0k"} & set(shown.output.replace("=", " ").split())
    told = json.loads(
        RUN.invoke(
            app, ["webhook", "preview", "city", "-c", configs, "--incident", "inc_1", "--json", "-"]
        ).output
    )
    assert json.loads(told["body"]) == {"title": "河畔街道:积存垃圾渣土", "id": "inc_1"}
    assert (told["event"], told["untold"]) == ("opened", None)


def test_a_preview_says_what_would_not_be_told(configs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The receiver's filters hold for the incident that is shown."""
    _receiver(configs, monkeypatch, "http://127.0.0.1:9/x", body=BODY, grids=["110"])
    result = RUN.invoke(app, ["webhook", "preview", "city", "-c", configs, "--incident", "inc_1"])
    assert "wants only grids under 110" in result.output


def test_an_unknown_receiver_is_told_with_the_nearest(configs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence."""
    _receiver(configs, monkeypatch, "http://127.0.0.1:9/x")
    result = RUN.invoke(app, ["webhook", "preview", "ciyt", "-c", configs])
    assert "Did you mean city" in str(result.exception)


@pytest.mark.parametrize(("code", "taken"), [(0, True), (7, False)])
def test_a_test_is_sent_and_judged(
    configs: str, monkeypatch: pytest.MonkeyPatch, code: int, taken: bool
) -> None:
    """By the receiver's own rule; the exit status says the same."""
    reply = json.dumps({"code": code, "data": {"id": "T-1"}}).encode()
    with answering(reply) as (url, came):
        success = {"path": "code", "equals": [0], "case_number": "data.id"}
        _receiver(configs, monkeypatch, url, body=BODY, success=success)
        result = RUN.invoke(app, ["webhook", "send-test", "city", "-c", configs])
    assert result.exit_code == (0 if taken else 1), result.output
    assert ("accepted, case number T-1" in result.output) is taken
    assert ("code is 7, not 0" in result.output) is not taken
    assert json.loads(came[0])["title"].startswith("【测试】")
    rows = json.loads(RUN.invoke(app, ["webhook", "ledger", "-c", configs, "--json", "-"]).output)
    assert len(rows) == 1  # a test is no delivery


def test_a_replay_is_counted_first_and_chosen_by_state(configs: str) -> None:
    """A dry run changes nothing; held finds nothing, dead finds it."""
    base = ["webhook", "replay", "-c", configs, "--receiver", "platform"]
    assert "1 deliveries would be" in RUN.invoke(app, [*base, "--dry-run"]).output
    assert "0 deliveries are" in RUN.invoke(app, [*base, "--state", "held"]).output
    assert "give pending, accepted" in RUN.invoke(app, [*base, "--state", "deed"]).output
    assert "1 deliveries are" in RUN.invoke(app, [*base, "--state", "dead,held"]).output
