from __future__ import annotations

import numpy as np

from detectors.suppression import suppress


def test_suppression_never_crosses_classes() -> None:
    """The same box in two classes, also partly outside of the picture, stays twice."""
    boxes = np.array([[-300, 0, 50, 50], [-300, 0, 50, 50], [-290, 0, 50, 50]], np.float32)
    kept = suppress(boxes, np.array([0.9, 0.8, 0.7], np.float32), np.array([0, 1, 0]), 0.7)
    assert kept.tolist() == [0, 1]
