from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alerts.store.base import Attempt, DeliveryState
from alerts.store.sql import SqlStore
from gridwatch.cli.app import app
from tests import builders_store as build
from tests.builders import START

RUN = CliRunner()
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A configuration whose store holds one dead delivery."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    folder = tmp_path / "configs"
    shutil.copytree(ROOT / "configs", folder)
    (tmp_path / "models").symlink_to(ROOT / "models")
    url = f"sqlite:///{tmp_path / 'g.db'}"
    (folder / "gridwatch.yaml").write_text(
        f'district: {{name: 示范区, code: "990101"}}\nstorage: {{url: "{url}"}}\n', encoding="utf-8"
    )
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
