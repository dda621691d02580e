"""Pictures and single frames from files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridwatch.workbench.model.labels import BadDataSet
from gridwatch.workbench.model.media import clip_frames, evenly, picture, write_picture
from tests.builders_labels import png_that_claims


def test_a_written_picture_reads_back(tmp_path: Path) -> None:
    """JPEG keeps a plain colour and the size."""
    image = np.full((40, 60, 3), (10, 120, 200), dtype=np.uint8)
    write_picture(tmp_path / "a.jpg", image)
    back = picture(tmp_path / "a.jpg")
    assert back.shape == image.shape
    assert np.abs(back.astype(int) - image).max() < 6


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    """The file and the cure are told."""
    (tmp_path / "a.jpg").write_bytes(b"nothing")
    with pytest.raises(BadDataSet, match=r"a\.jpg"):
        picture(tmp_path / "a.jpg")


def test_frames_of_a_clip_come_by_number(shared_data: Path) -> None:
    """The asked frames and no others, spread over the clip."""
    clip = shared_data / "clips" / "intel_one_by_one_person.mp4"
    assert len(evenly(clip, 5)) == 5
    found = list(clip_frames(clip, [3, 0]))
    assert [number for number, _ in found] == [0, 3]
    assert found[0][1].ndim == 3


def test_a_picture_that_claims_too_many_pixels_is_told(tmp_path: Path) -> None:
    """OpenCV raises for it instead of giving nothing."""
    path = tmp_path / "huge.png"
    path.write_bytes(png_that_claims(60_000))
    with pytest.raises(BadDataSet, match="not a readable picture"):
        picture(path)
