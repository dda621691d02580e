"""Stored looks, all cameras through one desk: from the folder to the looks that a replay or a sweep takes."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from gridwatch.workbench.looks import BadLooks, StoredLook
from gridwatch.workbench.stored_session import recorded, usual_gap_s
from tests.builders import at


def test_the_usual_gap_is_that_of_one_camera() -> None:
    """Twenty cameras that are looked at in turn are each looked at rarely."""
    rows = [
        StoredLook(camera=c, taken_at=at(s), path=Path())
        for s, c in ((0, "a"), (5, "b"), (60, "a"), (66, "b"))
    ]
    assert usual_gap_s(rows) in {60.0, 61.0}
    assert usual_gap_s(rows[:1]) == 60.0


def test_looks_are_read_one_by_one_and_the_broken_one_is_named(tmp_path: Path) -> None:
    """Those before it are given out; each keeps the bytes that were stored."""
    good, broken = tmp_path / "good.jpg", tmp_path / "broken.jpg"
    cv2.imwrite(str(good), np.full((9, 16, 3), 90, np.uint8))
    broken.write_bytes(b"no picture")
    looks = recorded([StoredLook(camera="a", taken_at=at(i), path=p) for i, p in enumerate((good, broken))])
    first = next(looks)
    assert (first.camera_id, first.taken_at, first.image.shape) == ("a", at(0), (9, 16, 3))
    assert first.jpeg == good.read_bytes()
    with pytest.raises(BadLooks, match=r"broken\.jpg"):
        next(looks)
