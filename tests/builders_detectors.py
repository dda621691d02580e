"""Builders of the detector tests: tiny weights, pictures and detectors that need no training."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.detection import Detections
from core.ground import Ground
from detectors.model import Model, ModelSpec
from detectors.networks.whole import WholeBatches
from detectors.rulebook import RuleBook, Verdict
from detectors.tiles import Plan
from tests.builders import camera, observation, profile

Row = tuple[str, Sequence[float], float]  # name, x0 y0 x1 y1, score

SIZE = (64, 32)  # width, height; has 32 + 8 + 2 = 42 cells
CLASSES = ("person", "waste")


def spec(**changes: object) -> ModelSpec:
    """Build a spec of a two-class model of 64x32 pixels."""
    values: dict[str, object] = {
        "name": "tiny",
        "version": "1",
        "kind": "yolov8",
        "weights": "tiny.onnx",
        "sha256": "0" * 64,
        "size": SIZE,
        "classes": CLASSES,
        "source": "made in a test",
        "licence": "CC0-1.0",
    }
    return ModelSpec.model_validate(values | changes)


def model(path: Path = Path("tiny.onnx"), **changes: object) -> Model:
    """Build a model without reading a folder."""
    return Model(spec=spec(**changes), path=path, sha256="0" * 64)


def tiny_onnx(path: Path, *, pictures: int | None = None, columns: int = 6, cells: int = 42) -> Path:
    """Write an .onnx whose whole output is the mean of the red channel.

    `pictures` fixes the batch size; None leaves it open.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    weight = np.zeros((columns * cells, 3, 1, 1), np.float32)
    weight[:, 0] = 1
    shape = np.array([pictures or 0, columns, cells], np.int64)
    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", ["images"], ["mean"]),
            helper.make_node("Conv", ["mean", "weight"], ["wide"]),
            helper.make_node("Reshape", ["wide", "shape"], ["output0"]),
        ],
        "tiny",
        [
            helper.make_tensor_value_info(
                "images", TensorProto.FLOAT, [pictures or "batch", 3, SIZE[1], SIZE[0]]
            )
        ],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [pictures or "batch", columns, cells])],
        [numpy_helper.from_array(weight, "weight"), numpy_helper.from_array(shape, "shape")],
    )
    written = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(written, path)
    return path


def reds(*levels: float) -> NDArray[np.float32]:
    """Build a batch whose pictures have these red levels."""
    batch = np.zeros((len(levels), 3, SIZE[1], SIZE[0]), np.float32)
    batch[:, 0] = np.array(levels, np.float32)[:, None, None]
    return batch


class ScriptedNetwork(WholeBatches):
    """A network that answers what a function of the batch says."""

    name = "scripted"
    device = "none"

    def __init__(self, answer: Callable[[NDArray[np.float32]], NDArray[np.float32]]) -> None:
        self.answer = answer
        self.batches: list[int] = []
        self.closed = False
        self.sizes: tuple[tuple[int, int], ...] = (SIZE,)

    def infer(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Answer, and note the size of the batch."""
        self.batches.append(len(batch))
        return self.answer(batch)

    def close(self) -> None:
        """Note it."""
        self.closed = True


class FakeDetector:
    """Sees nothing, and says in `shed` how bright the picture was; can be told to break."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.plans: list[Plan | None] = []
        self.breaks = False
        self.closed = False

    def detect(
        self, images: Sequence[NDArray[np.uint8]], plans: Sequence[Plan | None] = ()
    ) -> list[Detections]:
        """Return one empty set per picture."""
        self.plans += plans
        self.batches.append([int(image[0, 0, 0]) for image in images])
        if self.breaks:
            raise RuntimeError("scripted failure")
        return [
            Detections(
                boxes=np.zeros((0, 4), np.float32),
                scores=np.zeros(0, np.float32),
                labels=np.zeros(0, np.int16),
                names=CLASSES,
                picture_size=(image.shape[1], image.shape[0]),
                shed=int(image[0, 0, 0]),
            )
            for image in images
        ]

    def close(self) -> None:
        """Note it."""
        self.closed = True


class Script:
    """Runs looks through a rulebook, saving and loading its state as JSON between any two."""

    def __init__(
        self,
        *rules: dict[str, Any],
        zones: Sequence[dict[str, Any]] = (),
        pose: dict[str, Any] | None = None,
        ground: Ground | None = None,
    ) -> None:
        self.book = RuleBook(camera(zones=list(zones), pose=pose), profile(*rules), ground)
        self.state: dict[str, Any] | None = None
        self.verdict: Verdict | None = None

    def look(self, seconds: float, *rows: Row, shed: int = 0) -> list[tuple[str, str]]:
        """Look once; return what is said, as (number of the subject, finding)."""
        seen = observation(*rows, seconds=seconds)
        if shed:
            seen = replace(seen, detections=replace(seen.detections, shed=shed))
        self.verdict = self.book.step(self.state, seen)
        self.state = json.loads(json.dumps(self.verdict.state))
        assert self.state == self.verdict.state
        for told in [s.reason for s in self.verdict.sightings] + list(self.verdict.notes):
            assert "?" not in told.tell("en") + told.tell("zh")  # every fact of every sentence is there
        return [(s.subject.rsplit("/", 1)[1], s.finding.value) for s in self.verdict.sightings]

    def findings(self, *looks: tuple[float, Sequence[Row]]) -> list[str]:
        """Look at several times; return the findings of all subjects, in order."""
        return [finding for seconds, rows in looks for _, finding in self.look(seconds, *rows)]

    @property
    def codes(self) -> list[str]:
        """The codes of what the last look said."""
        assert self.verdict is not None
        return [s.reason.code for s in self.verdict.sightings]

    @property
    def notes(self) -> list[str]:
        """The codes of the last look's notes."""
        assert self.verdict is not None
        return [note.code for note in self.verdict.notes]
