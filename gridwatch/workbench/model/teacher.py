"""Labels persons and vehicles in pictures that came without such labels, by the starting weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridwatch.workbench.model.classes import CLASSES, KEPT
from gridwatch.workbench.model.labels import Label
from gridwatch.workbench.model.ultra import checkpoint, default_folder, ultralytics

SAME = 0.6
"""Overlap above which a pseudo-label and a given label are taken for the same thing; the given one stays."""


class Teacher:
    """The starting weights as a labeller.

    Args:
        weights: a COCO `.pt` file (a pickle: only load files you trust).
        confidence: boxes below are not labelled. 0.4 keeps about what a person would call certain.
        side: longest side in pixels that pictures are seen at.

    Raises:
        ModelError: there are no such weights.
    """

    def __init__(self, weights: Path, *, confidence: float = 0.4, side: int = 640) -> None:
        self._model: Any = checkpoint(weights, ultralytics(default_folder()))
        self._confidence = confidence
        self._side = side

    def label(self, image: NDArray[np.uint8], given: Sequence[Label] = ()) -> list[Label]:
        """Return labels of the kept classes for a (h, w, 3) BGR picture, without those that `given` already has."""
        result = self._model.predict(
            image,
            conf=self._confidence,
            imgsz=self._side,
            classes=list(KEPT.values()),
            verbose=False,
            device="cpu",
        )[0]
        numbers = {coco: CLASSES.index(name) for name, coco in KEPT.items()}
        found = [
            Label(name=numbers[int(number)], box=(float(box[0]), float(box[1]), float(box[2]), float(box[3])))
            for number, box in zip(result.boxes.cls.tolist(), result.boxes.xyxyn.tolist(), strict=True)
        ]
        return [one for one in found if all(overlap(one.box, other.box) < SAME for other in given)]


def overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the intersection over union of two boxes (left, top, right, bottom)."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)
