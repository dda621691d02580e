from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alerts.store.sql import SqlStore
from core.incident import Status
from gridwatch.cli.app import app
from tests import builders_store as build

RUN = CliRunner()


@pytest.fixture
def configs(tmp_path: Path) -> str:
    """Settings alone, and a store with three incidents: nothing else is needed to export."""
    folder = tmp_path / "configs"
    folder.mkdir()
    url = f"sqlite:///{tmp_path / 'g.db'}"
    (folder / "gridwatch.yaml").write_text(
        f'district: {{name: 示范区, code: "990101"}}\nstorage: {{url: "{url}"}}\n', encoding="utf-8"
    )
    store = SqlStore(url)
    with store.write() as writer:
        for n, status in enumerate((Status.OPEN, Status.CLOSED, Status.CANDIDATE)):
            writer.put_incident(build.incident(f"inc_{n}", seconds=n, status=status), [build.step()])
    store.close()
    return str(folder)


def test_a_file_for_a_map_and_one_for_a_table(configs: str, tmp_path: Path) -> None:
    """By what the name ends in; the same filters as the list's; no half file is left."""
    target = tmp_path / "out" / "all.geojson"
    result = RUN.invoke(app, ["incidents", "export", str(target), "-c", configs])
    assert result.exit_code == 0, result.output
    features = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert [feature["id"] for feature in features] == ["inc_1", "inc_0"]
    target = tmp_path / "open.csv"
    RUN.invoke(
        app, ["incidents", "export", str(target), "-c", configs, "--status", "open", "--datum", "GCJ02"]
    )
    (row,) = csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline=""))
    assert row["事件编号"] == "inc_0"
    assert "经度(GCJ02)" in row
    assert not list(tmp_path.rglob("*.part"))


def test_standard_output(configs: str) -> None:
    """For a pipe; the times of the filter carry their zone."""
    arguments = ["incidents", "export", "-", "-c", configs, "--format", "csv", "--language", "en"]
    result = RUN.invoke(app, [*arguments, "--since", "2026-11-02T16:00:01+08:00"])
    lines = result.stdout.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Incident,Status")
    assert [line.split(",")[0] for line in lines[1:]] == ["inc_1"]


@pytest.mark.parametrize(
    ("arguments", "told"), [(["-"], "geojson or csv"), (["x.csv", "--language", "fr"], "zh or en")]
)
def test_what_cannot_be_meant_is_refused(configs: str, arguments: list[str], told: str) -> None:
    """Before anything is written."""
    result = RUN.invoke(app, ["incidents", "export", *arguments, "-c", configs])
    assert result.exit_code == 2
    assert told in result.output
