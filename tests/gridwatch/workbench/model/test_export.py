"""An export is one model folder that both runtimes load and agree on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import yaml

from core.errors import ModelError
from detectors.model import Thresholds, read_model
from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.export import FILE, export, sha256
from gridwatch.workbench.model.ultra import ultralytics
from tests.conftest import ROOT

LIMIT = 15_000_000


def test_the_folder_says_what_it_holds(model_folder: Path) -> None:
    """Name, classes, licence and the hash of the weights."""
    model = read_model(model_folder)
    assert model.spec.classes == CLASSES
    assert model.spec.licence == "AGPL-3.0-or-later"
    assert model.sha256 == sha256(model_folder / "small-0.0.1.onnx")
    assert sorted(path.name for path in model_folder.iterdir()) == [FILE, "small-0.0.1.onnx"]


@pytest.mark.parametrize("shape", [(1, 640, 640), (3, 320, 448)])
def test_both_runtimes_give_what_torch_gives(
    model_folder: Path, ours: Path, tmp_path: Path, shape: tuple[int, int, int]
) -> None:
    """Any batch and size; scores within 0.002 and boxes within a pixel in spite of half-size weights."""
    import onnxruntime
    import openvino
    import torch

    count, height, width = shape
    picture = np.random.default_rng(0).random((count, 3, height, width), dtype=np.float32)
    path = str(read_model(model_folder).path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    by_onnx = session.run(None, {session.get_inputs()[0].name: picture})[0]
    compiled = openvino.Core().compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    by_openvino = compiled(picture)[0]
    with torch.no_grad():
        model = ultralytics(tmp_path).YOLO(str(ours)).model.float().eval()
        by_torch = model(torch.tensor(picture))[0].numpy()
    for found in (by_onnx, by_openvino):
        assert found.shape == by_torch.shape
        np.testing.assert_allclose(found[:, 4:], by_torch[:, 4:], atol=0.002)
        np.testing.assert_allclose(found[:, :4], by_torch[:, :4], atol=1.0)


def test_a_new_version_replaces_the_old(ours: Path, tmp_path: Path) -> None:
    """The second export takes the place of the first and of its twin; a stranger's file stays."""
    for name in ("small-0.1.0.onnx", "small-0.1.0-int8.xml", "small-0.1.0-int8.bin"):
        (tmp_path / name).write_bytes(b"old")
    told = "weights: small-0.1.0.onnx\nint8: {weights: small-0.1.0-int8.xml}\n"
    (tmp_path / "model.yaml").write_text(told, encoding="utf-8")
    (tmp_path / "another.onnx").write_bytes(b"somebody's")
    export(
        ours,
        tmp_path,
        name="small",
        version="0.2.0",
        source="a test",
        thresholds=Thresholds(per_class={"waste": 0.4}),
    )
    assert sorted(path.name for path in tmp_path.glob("*.onnx")) == ["another.onnx", "small-0.2.0.onnx"]
    assert not list(tmp_path.glob("*int8*"))
    assert read_model(tmp_path).spec.thresholds.per_class == {"waste": 0.4}


def test_the_committed_model_is_whole_and_small() -> None:
    """The default model's yaml, card and figures speak of the weights beside them."""
    folder = ROOT / "models" / "default"
    model = read_model(folder)
    assert model.spec.classes == CLASSES
    card = (folder / "CARD.md").read_text(encoding="utf-8")
    figures = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    twin = model.twin()
    assert twin is not None
    assert twin.sha256 in card  # what the service runs on the machines that most have
    assert model.spec.version in card
    assert figures["sha256"] == twin.sha256
    weights = onnx.load(str(model.path))
    assert not [
        entry.key for entry in weights.metadata_props if "/" in entry.value and "://" not in entry.value
    ]
    assert yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))["sha256"] == model.sha256
    assert sum(path.stat().st_size for path in (ROOT / "models").rglob("*") if path.is_file()) < LIMIT


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "../x"}, "--name"),
        ({"version": ""}, "--version"),
        ({"side": 100}, "multiple of 32"),
        ({"weights": Path("none.pt")}, "no such file"),
    ],
)
def test_what_cannot_be_exported_is_told_before_anything_is_written(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    """Names that lead out of the folder, sides that the network lacks, absent weights."""
    weights = tmp_path / "w.pt"
    weights.write_bytes(b"")
    asked: dict[str, Any] = {"weights": weights, "name": "small", "version": "1", "side": 64} | change
    with pytest.raises(ModelError, match=told):
        export(folder=tmp_path / "out", source="a test", **asked)
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_checkpoint_is_told(tmp_path: Path) -> None:
    """Whatever torch makes of it."""
    weights = tmp_path / "w.pt"
    weights.write_bytes(b"no pickle")
    with pytest.raises(ModelError, match="is no checkpoint"):
        export(weights, tmp_path / "out", name="small", version="1", source="a test")
