"""Exports side by side: every figure of both, measured on the same pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.clock import SystemClock
from core.config.settings.detecting import ModelChoice
from detectors.model import read_model
from detectors.network import as_run
from gridwatch.workbench.model.exports import bytes_of, compare, speeds
from gridwatch.workbench.model.labels import Label, label_path, write
from gridwatch.workbench.model.media import write_picture

DEFAULT = Path(__file__).parents[4] / "models" / "default"


GREY = np.full((64, 64, 3), 90, np.uint8)


def one_picture(out: Path) -> Path:
    """Write a set of one grey picture with one box of garbage; return its YAML."""
    path = out / "images" / "a.jpg"
    path.parent.mkdir()
    write_picture(path, GREY)
    write(label_path(path), [Label(name=0, box=(0.1, 0.1, 0.4, 0.4))])
    data = out / "data.yaml"
    data.write_text("path: .\nval: images\nnames: [garbage]\n")
    return data


def test_two_exports_are_measured_alike(model_folder: Path, tmp_path: Path) -> None:
    """The same folder twice gives the same accuracy, and a speed each."""
    one, two = compare([model_folder, model_folder], one_picture(tmp_path), [GREY], SystemClock())
    for row in (one, two):
        assert row["single_ms"] > 0
        assert row["batch_ms"] > 0
        assert row["waste_ap50"] == 0
        assert row["false_per_100_clean"] is None
    assert (one["map50"], one["name"], one["megabytes"]) == (two["map50"], two["name"], two["megabytes"])


def test_a_twin_is_a_row_of_its_own(tmp_path: Path) -> None:
    """The weights and their twin under their own names and sizes, each run in its own precision."""
    model = read_model(DEFAULT)
    if as_run(model, ModelChoice()) == model:
        pytest.skip("only OpenVINO on x86-64 runs a twin")
    rows = compare([DEFAULT], one_picture(tmp_path), [GREY], SystemClock())
    assert [row["name"].rpartition(".")[2] for row in rows] == ["onnx", "xml"]
    assert [row["device"].rpartition(" ")[2] for row in rows] == ["f32)", "int8)"]
    assert 1 < rows[1]["megabytes"] < rows[0]["megabytes"]


def test_the_size_is_that_of_the_weights(model_folder: Path) -> None:
    """An ONNX file is all there is; an OpenVINO .xml has its .bin beside it."""
    model = read_model(model_folder)
    assert bytes_of(model) == model.path.stat().st_size


def test_speeds_name_what_they_ran_on(model_folder: Path) -> None:
    """A figure without runtime and precision says nothing."""
    ((single, several, device),) = speeds(
        [(read_model(model_folder), "f32")], [np.zeros((64, 64, 3), np.uint8)] * 2, SystemClock(), rounds=1
    )
    assert single > 0
    assert several > 0
    assert device.startswith(("openvino (cpu", "onnxruntime"))
