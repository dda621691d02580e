"""The INT8 twin of a model: weights and activations as 8-bit numbers, their ranges measured on pictures.

NNCF measures what every layer puts out on calibration pictures of the train part and writes OpenVINO IR. The last
layers, which turn the network's numbers into boxes in pixels, stay in f32: one step of 1/256 of their range would be
several pixels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from core.errors import ModelError
from core.frame import Image
from detectors.letterbox import Letterbox
from detectors.model import FILE, read_model, weights_sha256
from detectors.networks.openvino import imported
from gridwatch.workbench.model.media import picture

LEAST = 32
"""Fewer calibration pictures measure too little."""
MISSING = "INT8 needs NNCF, which the extra `tune` installs on x86-64: uv sync --extra tune"
HEAD = r"/model\.\d+/(dfl/.*|Sigmoid.*|Concat.*|Sub.*|Add.*|Div.*|Mul.*|Split.*|Slice.*|Reshape.*)"
"""Nodes of a YOLOv8 head behind its last convolutions, as ultralytics' export names them."""


def quantize(
    folder: Path,
    pictures: Sequence[Path],
    *,
    say: Callable[[str], None] = lambda _: None,
) -> Path:
    """Write an INT8 twin of the weights beside them, name it in model.yaml, and return the path of that.

    Args:
        folder: model folder with .onnx weights; a twin in it is replaced.
        pictures: calibration pictures, of the train part; a few hundred do.
        say: told in words what is going on.

    Raises:
        ModelError: too few pictures, no NNCF, or no .onnx that OpenVINO can read.
    """
    if len(pictures) < LEAST:
        raise ModelError(f"{len(pictures)} pictures are too few to calibrate on; give at least {LEAST}")
    ov = imported()
    try:
        import nncf
    except ImportError as error:
        raise ModelError(MISSING) from error
    model = read_model(folder)
    width, height = model.spec.size
    # Converted, not read: only then sigmoid and product are one Swish, which is measured once (not thrice) and
    # runs inside of its convolution. Apart they take two fifths of the network's time.
    try:
        graph: Any = ov.convert_model(model.path)
    except Exception as error:  # OpenVINO's converters raise what they like
        raise ModelError(f"{model.path}: OpenVINO cannot read it: {error}. Give .onnx weights.") from error
    graph.reshape([1, 3, height, width])
    say(f"measuring on {len(pictures)} pictures")
    kept = [node.get_friendly_name() for node in graph.get_ops()]
    ignored = [name for name in kept if re.fullmatch(HEAD, name) and _is_last(name, kept)]
    small: Any = nncf.quantize(
        graph,
        nncf.Dataset(list(_inputs(pictures, model.spec.size))),
        preset=nncf.QuantizationPreset.MIXED,  # SiLU gives negative numbers: symmetric ranges would waste half
        ignored_scope=nncf.IgnoredScope(names=ignored, validate=False),
        subset_size=len(pictures),
    )
    with TemporaryDirectory(dir=folder, prefix=".int8-") as place:
        draft = Path(place) / "int8.xml"
        ov.save_model(small, draft, compress_to_fp16=True)
        sha256 = weights_sha256(draft)
        # Named by its hash: model.yaml speaks of a whole twin at every moment, the old one or this one.
        twin = folder / f"{model.spec.name}-{model.spec.version}-int8-{sha256[:8]}.xml"
        for suffix in (".bin", ".xml"):
            draft.with_suffix(suffix).replace(twin.with_suffix(suffix))
        content = model.spec.model_dump(mode="json", exclude_unset=True)
        content["int8"] = {"weights": twin.name, "sha256": sha256}
        content["training"] = {
            **model.spec.training,
            "INT8": f"calibrated on {len(pictures)} pictures of the train part",
        }
        yaml_draft = Path(place) / FILE
        yaml_draft.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
        yaml_draft.replace(folder / FILE)
    if (old := model.twin()) is not None and old.path != twin:
        for suffix in (".bin", ".xml"):
            old.path.with_suffix(suffix).unlink(missing_ok=True)
    return folder / FILE


def _is_last(name: str, names: Sequence[str]) -> bool:
    """Whether a node belongs to the last module of the network."""
    numbers = [int(found.group(1)) for one in names if (found := re.match(r"/model\.(\d+)/", one))]
    mine = re.match(r"/model\.(\d+)/", name)
    return mine is not None and int(mine.group(1)) == max(numbers, default=-1)


def _inputs(pictures: Sequence[Path], size: tuple[int, int]) -> Iterator[NDArray[np.float32]]:
    """Yield what the detector would give to the network, (1, 3, h, w) float32."""
    letterbox = Letterbox(size=size)
    for path in pictures:
        image: Image = picture(path)
        slot = np.empty((1, 3, size[1], size[0]), np.float32)
        letterbox.write(image, slot[0])
        yield slot
