from __future__ import annotations

import numpy as np
import pytest

from detectors.heads import yolo26, yolov8, yolox

SIZE = (64, 32)
LEAST = np.array([0.5, 0.25], np.float32)


def test_yolov8_reads_centre_size_and_best_class() -> None:
    """One anchor of 42 passes: its corners, its score, its class."""
    raw = np.zeros((6, 42), np.float32)
    raw[:, 7] = [20, 10, 8, 4, 0.1, 0.9]
    boxes, scores, labels = yolov8(raw, LEAST, SIZE)
    assert boxes.tolist() == [[16, 8, 24, 12]]
    assert scores.tolist() == pytest.approx([0.9])
    assert labels.tolist() == [1]


def test_each_class_has_its_own_threshold() -> None:
    """0.4 is enough for the second class and not for the first."""
    raw = np.zeros((6, 42), np.float32)
    raw[4, 1], raw[5, 2] = 0.4, 0.4
    assert yolov8(raw, LEAST, SIZE)[2].tolist() == [1]


def test_yolox_decodes_the_stride_grid() -> None:
    """Anchor 33 is the second cell of the stride-16 grid; centre and size grow with the stride."""
    raw = np.zeros((42, 7), np.float32)
    raw[33] = [0.5, 0.25, np.log(2), 0, 0.8, 0.1, 1.0]
    boxes, scores, labels = yolox(raw, LEAST, SIZE)
    assert boxes[0].tolist() == pytest.approx([24 - 16, 4 - 8, 24 + 16, 4 + 8])
    assert scores.tolist() == pytest.approx([0.8])
    assert labels.tolist() == [1]


def test_yolo26_rows_are_taken_as_they_are() -> None:
    """End-to-end rows need no decoding, only the threshold."""
    raw = np.array([[1, 2, 3, 4, 0.9, 0], [1, 2, 3, 4, 0.3, 1], [1, 2, 3, 4, 0.3, 0]], np.float32)
    boxes, scores, labels = yolo26(raw, LEAST, SIZE)
    assert labels.tolist() == [0, 1]
    assert scores.tolist() == pytest.approx([0.9, 0.3])
    assert boxes.shape == (2, 4)


@pytest.mark.parametrize(
    ("head", "shape"), [(yolov8, (6, 42)), (yolox, (42, 7)), (yolo26, (300, 6))], ids=["v8", "x", "26"]
)
def test_nothing_seen_and_nonsense_are_empty(head, shape) -> None:
    """Zeros and not-a-numbers give no box and no crash."""
    for value in (0, np.nan):
        boxes, scores, labels = head(np.full(shape, value, np.float32), LEAST, SIZE)
        assert (boxes.shape, scores.shape, labels.shape) == ((0, 4), (0,), (0,))
