"""Turns trained weights into a model folder: ONNX weights, model.yaml, and the card beside them.

The ONNX graph has a free batch and picture size. Its weights are stored as half-precision numbers that the graph
casts back: the file is half as large, runtimes unfold it at load, and arithmetic stays in f32.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml

from core.errors import ModelError
from detectors.model import Thresholds
from gridwatch.workbench.model.ultra import default_folder, ultralytics

OPSET = 17
"""Fixed: understood by OpenVINO and by ONNX Runtime of the last three years."""
FILE = "model.yaml"
LICENCE = "AGPL-3.0-or-later"
_TOLD = frozenset({"author", "version", "license", "stride", "task", "names", "imgsz", "channels"})
SMALL = 1024
"""Constants with fewer numbers stay as they are: shapes, scales, biases."""


def export(
    weights: Path,
    folder: Path,
    *,
    name: str,
    version: str,
    source: str,
    side: int = 640,
    thresholds: Thresholds | None = None,
    training: Mapping[str, Any] | None = None,
) -> Path:
    """Export a `.pt` into a model folder and return the path of its model.yaml.

    The weights file carries the version in its name and model.yaml is replaced in one step, so that a reader sees
    either the old model or the new one.

    Args:
        weights: an ultralytics checkpoint (a pickle: only load files you trust).
        folder: made when absent.
        name: short name of the model.
        version: of these weights.
        source: where they come from, in words.
        side: width and height of the input, pixels, a multiple of 32.
        thresholds: which boxes are reported; None: those of `Thresholds`.
        training: facts of the training for the card.

    Raises:
        ModelError: the weights are none, or name, version or side cannot be.
    """
    for what, word in (("name", name), ("version", version)):
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}", word) is None:
            raise ModelError(
                f"--{what} {word[:80]!r}: stands in a file's name; use letters, digits, dot, dash"
            )
    if side <= 0 or side % 32:
        raise ModelError(f"--side {side}: give a multiple of 32, such as 640")
    if not weights.is_file():
        raise ModelError(f"{weights}: no such file; give a checkpoint (.pt) of `gridwatch model train`")
    package = ultralytics(default_folder())
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".export-") as place:
        copy = Path(place) / "weights.pt"
        shutil.copyfile(weights, copy)
        try:
            model = package.YOLO(str(copy))
        except Exception as error:  # a pickle of anything raises anything
            raise ModelError(f"{weights}: is no checkpoint of ultralytics: {error}") from error
        with warnings.catch_warnings():
            # For a free picture size ultralytics uses torch's older exporter, which announces its successor.
            warnings.simplefilter("ignore", DeprecationWarning)
            made = Path(
                model.export(
                    format="onnx", dynamic=True, opset=OPSET, simplify=True, imgsz=side, device="cpu"
                )
            )
        halve(made)
        target = folder / f"{name}-{version}.onnx"
        made.replace(target)
        content = {
            "name": name,
            "version": version,
            "kind": "yolov8",
            "weights": target.name,
            "sha256": sha256(target),
            "size": [side, side],
            "classes": list(dict(model.names).values()),
            "thresholds": (thresholds or Thresholds()).model_dump(),
            "source": source,
            "licence": LICENCE,
            "training": dict(training or {}),
        }
        draft = Path(place) / FILE
        draft.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
        old = _weights_of(folder)
        draft.replace(folder / FILE)
    for path in old:
        if path != target:
            path.unlink(missing_ok=True)
    return folder / FILE


def _weights_of(folder: Path) -> list[Path]:
    """Return the weights and the twin of the model that the folder holds; whatever else lies there is somebody's."""
    try:
        content = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return []
    if not isinstance(content, dict):
        return []
    twin = content.get("int8")
    found = []
    for part, suffixes in ((content, (".onnx",)), (twin if isinstance(twin, dict) else {}, (".xml", ".bin"))):
        name = part.get("weights")
        if isinstance(name, str) and name.endswith(suffixes[0]) and Path(name).name == name:
            found += [(folder / name).with_suffix(suffix) for suffix in suffixes]
    return found


def halve(path: Path, small: int = SMALL) -> None:
    """Store the large f32 constants of an ONNX file as f16, cast back to f32 in the graph, in place.

    What ultralytics wrote about the training, paths of this machine among it, is taken out: model.yaml tells it.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or int(np.prod(tensor.dims)) < small:
            continue
        half = numpy_helper.to_array(tensor).astype(np.float16)
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}_half"))
        casts.append(
            helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT, name=f"{name}_unfold")
        )
    for node in reversed(casts):
        model.graph.node.insert(0, node)
    kept = [(entry.key, entry.value) for entry in model.metadata_props if entry.key in _TOLD]
    del model.metadata_props[:]
    helper.set_model_props(model, dict(kept))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
