from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from core.errors import ModelError
from detectors.model import Model, ModelSpec, Thresholds, check_output, read_model, weights_sha256
from tests import builders_detectors

SPEC = {
    "name": "tiny",
    "version": "1",
    "kind": "yolov8",
    "weights": "tiny.onnx",
    "sha256": hashlib.sha256(b"weights").hexdigest(),
    "size": [64, 32],
    "classes": ["person", "waste"],
    "thresholds": {"confidence": 0.3, "iou": 0.6, "per_class": {"waste": 0.4}},
    "source": "made in a test",
    "licence": "CC0-1.0",
    "training": {"epochs": 0},
}


def write(folder: Path, **changes: object) -> Path:
    """Write a model folder."""
    (folder / "tiny.onnx").write_bytes(b"weights")
    (folder / "model.yaml").write_text(yaml.safe_dump(SPEC | changes), encoding="utf-8")
    return folder


def test_reads_what_is_written(tmp_path: Path) -> None:
    """A complete folder gives its spec, the path of the weights and their hash."""
    model = read_model(write(tmp_path))
    assert model.spec.size == (64, 32)
    assert model.spec.thresholds.per_class == {"waste": 0.4}
    assert (model.path, model.sha256) == (tmp_path / "tiny.onnx", SPEC["sha256"])


def test_example_of_the_docstring_is_valid() -> None:
    """The example that people copy passes the check (but for its shortened hashes)."""
    import detectors.model as module

    example = (module.__doc__ or "").split("every field of it:")[1]
    content = yaml.safe_load(example) | {"sha256": "0" * 64}
    content["int8"]["sha256"] = "0" * 64
    spec = ModelSpec.model_validate(content)
    assert spec.kind == "yolov8"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sha256": "0" * 64}, "was changed or broken"),
        ({"weights": "other.onnx"}, "other.onnx cannot be read"),
        ({"weights": "../tiny.onnx"}, "weights"),
        ({"size": [100, 64]}, "multiples of 32"),
        ({"classes": ["person", "person"]}, "named twice: person"),
        ({"classes": ["person"]}, "do not exist: waste"),
        ({"thresholds": {"per_class": {"waste": 7}}}, "between 0.01 and 1"),
        ({"kind": "ssd"}, "kind"),
        ({"int8": {"weights": "tiny.onnx", "sha256": "0" * 64}}, "int8.weights"),
        ({"int8": {"weights": "twin.xml", "sha256": "0" * 64}}, r"twin\.xml cannot be read"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_mistakes_are_told_with_place_and_cure(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    """Each mistake names the file and the field."""
    with pytest.raises(ModelError, match=told) as caught:
        read_model(write(tmp_path, **changes))
    assert str(tmp_path) in str(caught.value)


def test_absent_folder_and_bad_yaml(tmp_path: Path) -> None:
    """No folder and no YAML are told as such."""
    with pytest.raises(ModelError, match="A model folder holds"):
        read_model(tmp_path / "nowhere")
    for text in (b"name: [", b"name: 2026-99-99", b"[" * 5000):
        (tmp_path / "model.yaml").write_bytes(text)
        with pytest.raises(ModelError, match="is not YAML"):
            read_model(tmp_path)
    (tmp_path / "model.yaml").write_bytes(b"\xff")
    with pytest.raises(ModelError, match="is no text"):
        read_model(tmp_path)


def test_openvino_hash_covers_the_bin(tmp_path: Path) -> None:
    """Changed numbers in the .bin of an .xml are noticed."""
    xml, numbers = tmp_path / "m.xml", tmp_path / "m.bin"
    xml.write_bytes(b"<net/>")
    numbers.write_bytes(b"1")
    before = weights_sha256(xml)
    numbers.write_bytes(b"2")
    assert weights_sha256(xml) != before
    numbers.unlink()
    with pytest.raises(ModelError, match=r"m\.bin cannot be read"):
        weights_sha256(xml)


@pytest.mark.parametrize(
    ("kind", "shape", "fits"),
    [
        ("yolov8", (1, 6, 42), True),
        ("yolov8", (1, 84, 42), False),
        ("yolov8", (1, 6, 8400), False),
        ("yolox", (2, 42, 7), True),
        ("yolox", (2, 42, 85), False),
        ("yolo26", (1, 300, 6), True),
        ("yolo26", (1, 6), False),
    ],
)
def test_output_must_fit_classes_and_size(kind: str, shape: tuple[int, ...], fits: bool) -> None:
    """64x32 pixels have 32 + 8 + 2 cells; two classes make 6 or 7 columns."""
    model = Model(spec=ModelSpec.model_validate(SPEC | {"kind": kind}), path=Path("m.onnx"), sha256="")
    if fits:
        check_output(model, shape)
    else:
        with pytest.raises(ModelError, match="Correct kind, classes or size"):
            check_output(model, shape)


def test_another_input_size_leaves_the_weights_as_they_are(tmp_path: Path) -> None:
    """A 16:9 district saves two fifths of the work; without a wish nothing changes."""
    one = builders_detectors.model(tmp_path / "w.onnx")
    assert one.title == f"{one.spec.name} {one.spec.version}"
    assert one.sized(None) is one
    wide = one.sized((640, 384))
    assert (wide.spec.size, wide.sha256, wide.path) == ((640, 384), one.sha256, one.path)


def test_faint_boxes_are_reported_below_what_counts_as_found() -> None:
    """For the class that is named; never above it, and never for a class that is not there."""
    thresholds = Thresholds(confidence=0.3, per_class={"waste": 0.7}, faint={"waste": 0.45})
    assert (thresholds.found("waste"), thresholds.reported("waste")) == (0.7, 0.45)
    assert (thresholds.found("bin"), thresholds.reported("bin")) == (0.3, 0.3)
    with pytest.raises(ValidationError, match="above what counts as found: waste; lower or drop it"):
        Thresholds(confidence=0.3, faint={"waste": 0.45})
