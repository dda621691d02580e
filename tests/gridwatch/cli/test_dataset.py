from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from alerts.evidence import EvidenceStore
from alerts.life import Event
from alerts.store.sql import SqlStore
from core.incident import Status
from gridwatch.cli.app import app
from tests.builders import START
from tests.builders_desk import incident, view
from tests.builders_feedback import picture, step
from tests.fakes.colour_model import paint, write_colour_model

RUN = CliRunner()
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration whose store holds one rejected incident with a picture."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    folder = tmp_path / "configs"
    (folder / "profiles").mkdir(parents=True)
    (folder / "matters").symlink_to(ROOT / "configs" / "matters")
    rule = {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]}
    (folder / "profiles" / "test.yaml").write_text(yaml.safe_dump({"name": "test", "rules": [rule]}))
    url = f"sqlite:///{tmp_path / 'g.db'}"
    settings = {
        "district": {"name": "示范区", "code": "990101"},
        "matter_table": "GB/T 47678.5-2026",
        "model": {"folder": str(write_colour_model(tmp_path / "model")), "threads": 1},
        "storage": {"url": url, "evidence": str(tmp_path / "evidence")},
    }
    (folder / "gridwatch.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    image = np.full((360, 640, 3), 90, np.uint8)
    paint(image, 5, 3)
    key = EvidenceStore(tmp_path / "evidence", max_bytes=10**7).keep(
        cv2.imencode(".jpg", image)[1].tobytes(),
        kind="raw",
        incident_id="inc_1",
        role="before",
        taken_at=START,
    )
    one = incident(
        Status.REJECTED,
        view(),
        incident_id="inc_1",
        pictures=(picture(raw_key=key),),
        facts={"profile": "test v1"},
    )
    store = SqlStore(url)
    with store.write() as writer:
        writer.put_incident(one, [step(Event.REJECT, after=Status.REJECTED)])
    store.close()
    return folder


def test_a_false_alarm_becomes_a_hard_negative(configs: Path, tmp_path: Path) -> None:
    """From the store of a service to a folder that training reads, with its figures as JSON."""
    out = tmp_path / "set"
    done = RUN.invoke(
        app, ["dataset", "from-incidents", "-c", str(configs), "--out", str(out), "--json", "-"]
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["pictures"], told["empty"], told["boxes"], told["left_out"]) == (1, 1, {}, {})
    assert "one part is empty" in done.stderr
    assert yaml.safe_load((out / "data.yaml").read_text())["names"] == {0: "person", 1: "waste"}
    (label,) = (out / "labels").rglob("*.txt")
    assert label.read_text() == ""
    (line,) = (tmp_path / "evidence" / "views.jsonl").read_text().splitlines()
    assert "dataset from-incidents: training data, masked" in json.loads(line)["why"]


def test_raw_pictures_need_a_reason_that_is_recorded(configs: Path, tmp_path: Path) -> None:
    """Without one nothing is read; with one it stands in the log of views."""
    asked = ["dataset", "from-incidents", "-c", str(configs), "--out", str(tmp_path / "set"), "--raw"]
    refused = RUN.invoke(app, asked)
    assert refused.exit_code == 2
    assert not (tmp_path / "evidence" / "views.jsonl").exists()
    done = RUN.invoke(app, [*asked, "--reason", "plates are the subject", "--who", "operator:li"])
    assert done.exit_code == 0, done.output
    line = json.loads((tmp_path / "evidence" / "views.jsonl").read_text())
    assert (line["who"], line["why"]) == (
        "operator:li",
        "dataset from-incidents --raw: plates are the subject",
    )


def test_a_day_without_verdicts_is_an_empty_set(configs: Path, tmp_path: Path) -> None:
    """Not an error: a month without verdicts happens."""
    asked = [
        "dataset",
        "from-incidents",
        "-c",
        str(configs),
        "--out",
        str(tmp_path / "set"),
        "--since",
        "2030-01-01",
    ]
    done = RUN.invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "0 pictures of 0 incidents" in done.output
