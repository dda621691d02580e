"""The looks of a day as files."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import cv2
import pytest

from gridwatch.simulator.day_looks import day_looks, render_looks
from tests.builders_render import script


def test_every_camera_is_looked_at_once_in_each_period_a_little_late():
    """In order of time, never on the second, never two at once of one camera."""
    looks = day_looks(script(), 10.0)
    assert len(looks) == 6
    assert [look.taken_at for look in looks] == sorted(look.taken_at for look in looks)
    gaps = [b.seconds - a.seconds for a, b in pairwise(looks)]
    assert all(8 <= gap <= 12 for gap in gaps)
    assert len(Counter(look.file for look in looks)) == 6
    assert looks == day_looks(script(), 10.0)


def test_a_rendering_that_was_interrupted_goes_on(tmp_path: Path):
    """What is there is kept, what is missing is made, half-written files never count."""
    looks = day_looks(script(), 20.0)
    told: list[int] = []
    assert render_looks(script(), looks, tmp_path, size=(96, 54), workers=1, progress=told.append) == 3
    assert told[0] == 0
    assert told[-1] == 3
    kept = (tmp_path / looks[0].file).read_bytes()
    (tmp_path / looks[1].file).unlink()
    (tmp_path / looks[1].file).with_suffix(".part").write_bytes(b"half")
    assert render_looks(script(), looks, tmp_path, size=(96, 54), workers=1) == 1
    assert (tmp_path / looks[0].file).read_bytes() == kept
    picture = cv2.imread(str(tmp_path / looks[1].file))
    assert picture is not None
    assert picture.shape == (54, 96, 3)
    assert render_looks(script(), looks, tmp_path, size=(96, 54), workers=1) == 0


def test_a_process_that_was_not_begun_says_so():
    """Instead of a puzzle about None."""
    from gridwatch.simulator import day_looks as module

    with pytest.raises(RuntimeError, match="not begun"):
        module._render([])
