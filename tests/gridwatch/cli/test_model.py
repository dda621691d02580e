"""`gridwatch model`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from core.errors import GridwatchError, ModelError
from gridwatch.cli.model import app
from gridwatch.workbench.model.labels import Label, label_path, write
from gridwatch.workbench.model.media import write_picture

runner = CliRunner()


def test_help_names_the_commands() -> None:
    """All that can be done is listed."""
    shown = runner.invoke(app, ["--help"]).output
    assert all(word in shown for word in ("data", "train", "blend", "val", "export", "quantize", "card"))


def test_export_then_val_writes_the_published_figures(weights: Path, tmp_path: Path) -> None:
    """A checkpoint becomes a model folder, and the folder is scored on a data set of the engineer's own."""
    facts = tmp_path / "facts.json"
    facts.write_text('{"epochs": 0}')
    folder = tmp_path / "model"
    told = runner.invoke(
        app,
        [
            "export",
            str(weights),
            str(folder),
            "--version",
            "0.0.1",
            "--facts",
            str(facts),
            "--threshold",
            "waste=0.4",
        ],
    )
    assert told.exit_code == 0, told.output
    (tmp_path / "images").mkdir()
    write_picture(tmp_path / "images" / "a.jpg", np.zeros((64, 64, 3), np.uint8))
    write(label_path(tmp_path / "images" / "a.jpg"), [Label(name=0, box=(0.1, 0.1, 0.5, 0.5))])
    data = tmp_path / "data.yaml"
    data.write_text("val: images\nnames: [garbage]\n")
    out = tmp_path / "figures" / "out.json"
    told = runner.invoke(app, ["val", str(folder), "--data", str(data), "--json", str(out)])
    assert told.exit_code == 0, told.output
    figures = json.loads(out.read_text())
    assert figures["pictures"] == 1
    assert figures["per_class"]["waste"]["boxes"] == 1
    assert "waste" in told.output


def test_a_bad_threshold_is_named(weights: Path, tmp_path: Path) -> None:
    """The cure is told."""
    told = runner.invoke(
        app,
        ["export", str(weights), str(tmp_path), "--version", "1", "--threshold", "waste"],
        catch_exceptions=True,
    )
    assert isinstance(told.exception, GridwatchError)
    assert "waste=0.35" in str(told.exception)


def test_an_absent_model_is_named(tmp_path: Path) -> None:
    """The folder is told."""
    told = runner.invoke(app, ["val", str(tmp_path / "none"), "--data", str(tmp_path / "data.yaml")])
    assert isinstance(told.exception, ModelError)


def test_an_absent_data_folder_is_named(tmp_path: Path) -> None:
    """How to name it is told."""
    told = runner.invoke(
        app, ["data", "build", str(tmp_path / "out"), "--data-folder", str(tmp_path / "none")]
    )
    assert isinstance(told.exception, GridwatchError)
    assert "GRIDWATCH_DATA" in str(told.exception)


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["data", "build", "out", "--data-folder", "DATA"], "--data-folder or GRIDWATCH_DATA"),
        (["card", "model", "--data-folder", "DATA", "--rendered", "0"], "--data-folder or GRIDWATCH_DATA"),
        (["train", "--data", "data.yaml"], "--from, or by GRIDWATCH_DATA"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_absent_starting_weights_are_told_with_where_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], named: str
) -> None:
    """Which option names them, and which file will do."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRIDWATCH_DATA", str(tmp_path))
    told = runner.invoke(app, [str(tmp_path) if word == "DATA" else word for word in command])
    assert isinstance(told.exception, GridwatchError)
    assert f"no starting weights at {tmp_path / 'weights' / 'yolov8n_coco_dequant.pt'}" in str(told.exception)
    assert named in str(told.exception)
    assert "ultralytics/assets/releases" in str(told.exception)
