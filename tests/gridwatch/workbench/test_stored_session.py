"""Stored looks, all cameras through one desk: from the folder to the looks that a replay or a sweep takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.clock import SystemClock
from core.detection import Detections
from core.frame import Image
from detectors.tiles import Plan
from gridwatch.workbench.looks import BadLooks, StoredLook, write_looks
from gridwatch.workbench.session import run_replay
from gridwatch.workbench.stored_session import recorded, usual_gap_s
from gridwatch.workbench.wanted import Wanted
from tests.builders import at, detections

ROOT = Path(__file__).resolve().parents[3]


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


class Heap:
    """A detector that sees the same heap in every picture, or nothing."""

    def __init__(self, *, there: bool) -> None:
        self._found = detections(("waste", (0.4, 0.6, 0.6, 0.8), 0.9)) if there else detections()

    def detect(self, images: Sequence[Image], plans: Sequence[Plan | None] = ()) -> list[Detections]:
        """See it."""
        return [self._found for _ in images]


@pytest.mark.parametrize("there", [True, False])
def test_the_gate_of_a_replay_spares_quiet_looks_and_no_alarm(tmp_path: Path, *, there: bool) -> None:
    """Eight looks at a street at rest: one goes to the detector, or with a heap on it all do and it is an alarm."""
    rng, looks = np.random.default_rng(5), []
    street = cv2.resize(rng.integers(60, 180, (18, 32, 3), np.uint8), (320, 180))
    (tmp_path / "day").mkdir()
    for number in range(8):
        picture = tmp_path / "day" / f"{number}.jpg"
        cv2.imwrite(str(picture), np.clip(street + rng.normal(0, 2, street.shape), 0, 255).astype(np.uint8))
        looks.append(StoredLook(camera="cam-01", taken_at=at(120 * number), path=picture))
    write_looks(tmp_path / "day", looks)
    outcome = run_replay(
        Wanted(paths=(tmp_path / "day",), out=tmp_path / "out", configs=ROOT / "configs", gate="on"),
        clock=SystemClock(),
        detector=Heap(there=there),
    )
    assert len(outcome.run.alarms) == int(there)
    assert outcome.run.facts.get("gate_unchanged", 0) == (0 if there else 7)
    assert outcome.run.facts.get("gate_not_asked", 0) == (7 if there else 0)
