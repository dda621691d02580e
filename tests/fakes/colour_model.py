"""A model folder whose network finds magenta squares: quick to open, sure of itself, and trained by nobody.

Where the subject is what the service does with a finding, and not how it is found, scenarios run on this
model: the whole path from picture to boxes is real, only the weights are drawn by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml
from numpy.typing import NDArray

from core.frame import Image
from detectors.model import weights_sha256

MAGENTA = (255, 0, 255)
PICTURE = (640, 360)  # width, height of the pictures it is made for
SIDE = 64  # pixels of a square in such a picture
COLUMNS, ROWS = 18, 8  # places where a square may lie
_INPUT = (320, 192)  # half of the picture, and 6 rows of padding above and below
_CELL = 16  # stride of the level that answers


def spot(column: int, row: int) -> tuple[int, int]:
    """Return the upper left pixel of a square of which exactly one cell of the network is sure."""
    if not (0 <= column < COLUMNS and 0 <= row < ROWS):
        raise ValueError(f"no spot {column}, {row}")
    pad = (_INPUT[1] - PICTURE[1] // 2) // 2
    return 2 * (_CELL // 2 + _CELL * column), 2 * (_CELL // 2 + _CELL * (row + 1) - pad)


def paint(image: Image, column: int, row: int) -> None:
    """Lay a magenta square into a picture, in place."""
    x, y = spot(column, row)
    cv2.rectangle(image, (x, y), (x + SIDE - 1, y + SIDE - 1), MAGENTA, cv2.FILLED)


def grain(image: Image, t: float) -> Image:
    """Return the picture with a sensor's noise at second `t`: without any, a camera is called frozen."""
    noise = np.random.default_rng(int(t * 1000)).integers(0, 5, image.shape, np.uint8)
    return np.asarray(cv2.add(image, noise), np.uint8)


def write_colour_model(folder: Path) -> Path:
    """Write model.yaml and its weights; return `folder`."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    width, height = _INPUT
    fine, coarse = (width // 8) * (height // 8), (width // 32) * (height // 32)
    x, y = np.meshgrid(np.arange(width // _CELL), np.arange(height // _CELL))
    middle = np.zeros((1, 4, fine + x.size + coarse), np.float32)
    middle[0, 0, fine : fine + x.size] = (x.ravel() + 0.5) * _CELL
    middle[0, 1, fine : fine + x.size] = (y.ravel() + 0.5) * _CELL
    middle[0, 2:, fine : fine + x.size] = SIDE / 2
    constants: dict[str, NDArray[Any]] = {
        "middle": middle,
        "nobody": np.zeros((1, 1, middle.shape[2]), np.float32),  # persons: none, ever
        "before": np.zeros((1, 1, fine), np.float32),
        "after": np.zeros((1, 1, coarse), np.float32),
        "magenta": np.array([1, -2, 1], np.float32).reshape(1, 3, 1, 1),
        "less": np.array([-1], np.float32),
        "zero": np.array(0, np.float32),
        "one": np.array(1, np.float32),
        "row": np.array([1, 1, x.size], np.int64),
    }
    pool: dict[str, Any] = {"kernel_shape": [SIDE // 2] * 2, "strides": [_CELL] * 2, "pads": [_CELL // 2] * 4}
    nodes = [
        helper.make_node("Conv", ["images", "magenta", "less"], ["red_blue_no_green"]),
        helper.make_node("Clip", ["red_blue_no_green", "zero", "one"], ["how_magenta"]),
        helper.make_node("AveragePool", ["how_magenta"], ["share"], **pool),
        helper.make_node("Mul", ["share", "share"], ["sure"]),  # a half-covered cell is a quarter sure
        helper.make_node("Reshape", ["sure", "row"], ["level"]),
        helper.make_node("Concat", ["before", "level", "after"], ["waste"], axis=2),
        helper.make_node("Concat", ["middle", "nobody", "waste"], ["output0"], axis=1),
    ]
    shape = [1, 6, middle.shape[2]]
    graph = helper.make_graph(
        nodes,
        "colour",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, height, width])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "colour.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    spec = {
        "name": "colour",
        "version": "1",
        "kind": "yolov8",
        "weights": path.name,
        "sha256": weights_sha256(path),
        "size": list(_INPUT),
        "classes": ["person", "waste"],
        "source": "drawn by hand in a test",
        "licence": "CC0-1.0",
    }
    (folder / "model.yaml").write_text(yaml.safe_dump(spec), encoding="utf-8")
    return folder
