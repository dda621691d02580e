"""Training pictures out of scripted days."""

from __future__ import annotations

import random
from pathlib import Path

import cv2
import pytest

from gridwatch.simulator.day import day_script
from gridwatch.simulator.day_training import LOOKS, WRONG, moments, render_day_looks
from gridwatch.simulator.world import CLASSES

SIZE = (320, 180)


def test_looks_of_a_day_are_labelled_and_come_again_by_seed(tmp_path: Path) -> None:
    """As many pictures as were asked for, each with its labels in the picture."""
    told: list[tuple[int, int]] = []
    render_day_looks(tmp_path, 2, 3, size=SIZE, progress=lambda *done: told.append(done))
    assert told == [(1, 2), (2, 2)]
    pictures = sorted((tmp_path / "images" / "train").glob("*.jpg"))
    assert [path.stem[:9] for path in pictures] == ["day_4000_"] * 2
    for path in pictures:
        image = cv2.imread(str(path))
        assert image is not None
        assert image.shape == (SIZE[1], SIZE[0], 3)
        rows = (tmp_path / "labels" / "train" / f"{path.stem}.txt").read_text(encoding="ascii").splitlines()
        for number, *box in ([float(value) for value in row.split()] for row in rows):
            assert 0 <= number < len(CLASSES)
            assert all(0 <= value <= 1 for value in box)


def test_a_seed_below_0_is_refused(tmp_path: Path) -> None:
    """Its days would be those that models are scored by."""
    with pytest.raises(ValueError, match="seed -1: give 0 or more"):
        render_day_looks(tmp_path, 1, -1)


def test_half_of_the_looks_are_at_something_wrong() -> None:
    """Over all cameras of a short day, about half fall into the time of a heap or an overflowing bin there."""
    script = day_script(4, hours=6, cameras=6, events=12)
    rng = random.Random(0)
    inside = total = 0
    for camera_id, camera in script.cameras.items():
        wrong = [event for event in script.planned if event.scene == camera.scene and event.matter in WRONG]
        if not wrong:
            continue
        for _ in range(20):
            at = moments(script, camera_id, rng)
            assert at == sorted(at)
            assert len(at) == LOOKS
            assert 0 <= at[0] <= at[-1] <= script.seconds
            total += LOOKS
            inside += sum(any(event.start <= t <= event.end for event in wrong) for t in at)
    assert 0.5 < inside / total < 0.9  # those drawn from the whole day fall into one by chance as well
