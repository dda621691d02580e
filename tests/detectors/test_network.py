from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.model import Thresholds, Twin
from detectors.network import as_run, open_network, runtime_for, told_by
from tests.builders_detectors import SIZE, model, reds, tiny_onnx


@pytest.mark.parametrize(
    ("suffix", "device", "machine", "runtime"),
    [
        (".onnx", "auto", "x86_64", "openvino"),
        (".onnx", "cpu", "AMD64", "openvino"),
        (".onnx", "cpu", "aarch64", "onnxruntime"),
        (".onnx", "cuda:1", "x86_64", "onnxruntime"),
        (".xml", "auto", "aarch64", "openvino"),
        (".pt", "cuda", "x86_64", "torch"),
    ],
)
def test_runtime_follows_weights_device_and_machine(
    suffix: str, device: str, machine: str, runtime: str
) -> None:
    """OpenVINO on x86-64 CPUs, ONNX Runtime elsewhere, torch for .pt."""
    assert runtime_for(suffix, device, machine) == runtime


@pytest.mark.parametrize(
    ("suffix", "device", "cure"), [(".onnx", "gpu", "give auto"), (".xml", "cuda:0", r"give \.onnx")]
)
def test_impossible_devices_are_refused(suffix: str, device: str, cure: str) -> None:
    """A device that cannot be is told with its cure."""
    with pytest.raises(ModelError, match=cure):
        runtime_for(suffix, device, "x86_64")


@pytest.mark.parametrize(
    ("choice", "machine", "runs"),
    [
        ({}, "x86_64", "t-int8.xml"),
        ({"device": "cpu"}, "AMD64", "t-int8.xml"),
        ({"precision": "f32"}, "x86_64", "t.onnx"),
        ({"precision": "auto"}, "x86_64", "t.onnx"),
        ({"device": "cuda:0"}, "x86_64", "t.onnx"),
        ({}, "aarch64", "t.onnx"),
    ],
)
def test_the_int8_twin_is_run_where_it_can_be(choice: dict[str, str], machine: str, runs: str) -> None:
    """By default on x86-64 CPUs, under its own hash; not where f32 is asked for, on a GPU, or elsewhere."""
    plain = model(Path("t.onnx"))
    twin = Twin(weights="t-int8.xml", sha256="8" * 64)
    both = replace(plain, spec=plain.spec.model_copy(update={"int8": twin}))
    run = as_run(both, ModelChoice.model_validate(choice), machine)
    assert (run.path.name, run.sha256) == (runs, "8" * 64 if runs.endswith(".xml") else plain.sha256)
    assert as_run(run, ModelChoice.model_validate(choice), machine) == run
    assert as_run(plain, ModelChoice.model_validate(choice), machine) == plain


def test_opens_and_runs(tmp_path: Path) -> None:
    """An .onnx opens on this machine's runtime and answers per picture."""
    network = open_network(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice())
    assert network.infer(reds(0.25, 0.75)).mean(axis=(1, 2)).tolist() == pytest.approx([0.25, 0.75], abs=1e-5)
    network.close()


def test_output_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """Three classes in model.yaml, two in the weights: told before the first picture."""
    path = tiny_onnx(tmp_path / "t.onnx")
    with pytest.raises(ModelError, match=r"gives an output of \(1, 6, 42\)"):
        open_network(model(path, classes=("person", "waste", "bin")), ModelChoice())


def test_an_output_that_is_one_number_is_refused(tmp_path: Path) -> None:
    """In the same words as any other that does not fit, and not as an error of our own."""
    path = tmp_path / "t.onnx"
    graph = helper.make_graph(
        [helper.make_node("ReduceMean", ["images"], ["output0"], keepdims=0)],
        "scalar",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", 3, SIZE[1], SIZE[0]])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [])],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    with pytest.raises(ModelError, match=r"one row a picture|gives an output of"):
        open_network(model(path), ModelChoice())


def test_what_decides_beside_the_weights_is_told(tmp_path: Path) -> None:
    """Input, bounds, every threshold, and a precision that the runtime chooses: other words, other boxes."""
    one = model(tiny_onnx(tmp_path / "t.onnx"))
    usual = told_by(one, ModelChoice())
    assert usual == told_by(one, ModelChoice(precision="f32", threads=3, batch=2))
    width, height = one.spec.size
    others = {
        told_by(one, ModelChoice(precision="auto")),
        told_by(one, ModelChoice(max_boxes=10)),
        told_by(one.sized((2 * width, 2 * height)), ModelChoice()),
        *(
            told_by(
                replace(one, spec=one.spec.model_copy(update={"thresholds": Thresholds(**thresholds)})),
                ModelChoice(),
            )
            for thresholds in (
                {"confidence": 0.4},
                {"iou": 0.5},
                {"per_class": {one.spec.classes[0]: 0.6}},
                {"per_class": {one.spec.classes[0]: 0.6}, "faint": {one.spec.classes[0]: 0.5}},
            )
        ),
    }
    assert len(others | {usual}) == 8
