"""What a network's raw numbers mean, by kind: boxes in input pixels, scores, classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Boxes = tuple[
    Floats, Floats, NDArray[np.int64]
]  # (m, 4) x0 y0 x1 y1 in input pixels, (m,) scores, (m,) labels
Head = Callable[[Floats, Floats, tuple[int, int]], Boxes]


def yolov8(raw: Floats, least: Floats, _size: tuple[int, int]) -> Boxes:
    """Read one ultralytics head (YOLOv8, YOLO11): (4 + classes, anchors), centre and size in pixels.

    `least` is (classes,): a box counts when the score of its best class is above that class's value.
    """
    scores = raw[4:]
    rough = np.flatnonzero(scores.max(axis=0) > least.min())  # few of 8,400 pass: look closer at those only
    labels = scores[:, rough].argmax(axis=0)
    best = scores[labels, rough]
    passed = best > least[labels]
    rough = rough[passed]
    return _corners(raw[:4, rough].T), best[passed], labels[passed]


def yolox(raw: Floats, least: Floats, size: tuple[int, int]) -> Boxes:
    """Read one YOLOX head: (anchors, 5 + classes), offsets from a grid in strides of 8, 16 and 32.

    Centre = (grid + offset) * stride, size = exp(value) * stride, score = objectness * class
    (Ge et al. 2021, the published decoding).
    """
    rough = np.flatnonzero(raw[:, 4] > least.min())  # a class score is at most 1
    rows = raw[rough]
    labels = rows[:, 5:].argmax(axis=1)
    best = rows[:, 4] * rows[np.arange(len(rows)), 5 + labels]
    passed = best > least[labels]
    grid, stride = _grid(size)
    rows, grid, stride = rows[passed], grid[rough[passed]], stride[rough[passed]]
    centre_size = np.concatenate([(rows[:, :2] + grid) * stride, np.exp(rows[:, 2:4]) * stride], axis=1)
    return _corners(centre_size), best[passed], labels[passed]


def yolo26(raw: Floats, least: Floats, _size: tuple[int, int]) -> Boxes:
    """Read one end-to-end head (YOLO26): (rows, 6), corners in pixels, score, class. Needs no NMS."""
    rows = raw[raw[:, 4] > least.min()]
    labels = np.clip(rows[:, 5], 0, len(least) - 1).astype(np.int64)
    passed = rows[:, 4] > least[labels]
    return rows[passed, :4], rows[passed, 4], labels[passed]


HEADS: dict[str, Head] = {"yolov8": yolov8, "yolox": yolox, "yolo26": yolo26}


def _corners(centre_size: Floats) -> Floats:
    half = centre_size[:, 2:] / 2
    return np.concatenate([centre_size[:, :2] - half, centre_size[:, :2] + half], axis=1)


@lru_cache(maxsize=8)
def _grid(size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Return (anchors, 2) grid positions and (anchors, 1) strides, finest first, row by row."""
    grids, strides = [], []
    for stride in (8, 16, 32):
        x, y = np.meshgrid(np.arange(size[0] // stride), np.arange(size[1] // stride))
        grids.append(np.stack([x.ravel(), y.ravel()], axis=1))
        strides.append(np.full((x.size, 1), stride))
    return np.concatenate(grids).astype(np.float32), np.concatenate(strides).astype(np.float32)
