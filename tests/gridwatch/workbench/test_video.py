from __future__ import annotations

from pathlib import Path

import numpy as np

from gridwatch.workbench.clips import clip_info, pictures_of
from gridwatch.workbench.video import VideoWriter


def test_a_written_video_plays_in_the_clips_own_time(tmp_path: Path) -> None:
    """Four pictures at two a second last two seconds; odd sides are made even."""
    path = tmp_path / "film.mp4"
    with VideoWriter(path, 2) as film:
        for level in (20, 80, 140, 200):
            film.add(np.full((61, 97, 3), level, np.uint8))
    info = clip_info(path)
    assert (info.width, info.height, info.seconds) == (96, 60, 2.0)
    assert [round(s, 1) for s, _ in pictures_of(path, 0.5)] == [0.0, 0.5, 1.0, 1.5]


def test_without_a_picture_there_is_no_file(tmp_path: Path) -> None:
    """An empty MP4 would only puzzle people."""
    with VideoWriter(tmp_path / "none.mp4", 2):
        pass
    assert not (tmp_path / "none.mp4").exists()
