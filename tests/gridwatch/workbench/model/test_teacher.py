"""The starting weights label persons and vehicles, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.workbench.model.labels import Label
from gridwatch.workbench.model.media import clip_frames
from gridwatch.workbench.model.teacher import Teacher, overlap


def test_a_person_is_labelled_once(coco: Path, shared_data: Path) -> None:
    """A walking person gets our class number; a label that is given already is not repeated."""
    clip = shared_data / "clips" / "intel_one_by_one_person.mp4"
    ((_, image),) = clip_frames(clip, [150])
    teacher = Teacher(coco)
    found = teacher.label(image)
    assert [label.name for label in found] == [0]
    assert teacher.label(image, [Label(name=6, box=found[0].box)]) == []


def test_overlap_by_hand() -> None:
    """A third in common, touching, and apart."""
    assert overlap((0, 0, 2, 1), (1, 0, 3, 1)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 1, 1), (1, 0, 2, 1)) == 0
    assert overlap((0, 0, 1, 1), (2, 2, 3, 3)) == 0
