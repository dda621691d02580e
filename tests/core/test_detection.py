"""Detections are checked once, at birth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.detection import Detections
from tests.builders import NAMES, detections

TWO = detections(("person", [0.1, 0.1, 0.2, 0.3], 0.9), ("waste", [0.4, 0.5, 0.6, 0.8], 0.4))


def raw(**changes: Any) -> Detections:
    """One box, with something changed."""
    values: dict[str, Any] = {
        "boxes": np.array([[0, 0, 1, 1]], np.float32),
        "scores": np.array([0.5], np.float32),
        "labels": np.array([0], np.int16),
        "names": NAMES,
        "picture_size": (640, 480),
    }
    return Detections(**(values | changes))


def test_rows_come_out_as_boxes() -> None:
    """Box, score and name, in order."""
    assert len(TWO) == 2
    assert [(name, round(score, 2)) for _, score, name in TWO] == [("person", 0.9), ("waste", 0.4)]
    assert next(iter(TWO))[0].foot == pytest.approx((0.15, 0.3))


def test_classes_and_scores_select() -> None:
    """By name and least score; an unknown name selects nothing."""
    assert len(TWO.of(["waste"])) == 1
    assert len(TWO.of(["waste"], 0.5)) == 0
    assert len(TWO.of(["unicorn"])) == 0
    assert TWO.where(np.array([True, False])).names == NAMES


def test_nothing_is_something() -> None:
    """An empty set knows its classes and picture."""
    none = Detections.none(NAMES, (640, 480))
    assert (len(none), list(none), none.shed) == (0, [], 0)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"boxes": np.zeros((1, 5), np.float32)}, r"boxes must be \(n, 4\) float32"),
        ({"boxes": np.zeros((1, 4), np.float64)}, "float64"),
        ({"scores": np.zeros(2, np.float32)}, r"scores must be \(1,\)"),
        ({"labels": np.zeros(1, np.int64)}, "int16"),
        ({"labels": np.array([99], np.int16)}, "labels outside of the 9 names"),
        ({"labels": np.array([-1], np.int16)}, "labels outside"),
        ({"boxes": np.array([[0, 0, 640, 480]], np.float32)}, "must be relative"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], says: str) -> None:
    """Shape, type, label or pixels instead of shares."""
    with pytest.raises(ValueError, match=says):
        raw(**changes)
