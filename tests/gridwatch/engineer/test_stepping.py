"""One picture of a clip, wherever it is asked for."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.errors import ClipError, NotFound
from gridwatch.engineer.stepping import about, picture
from gridwatch.workbench.video import VideoWriter


def _grey(jpeg: bytes) -> float:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return float(image.mean())


def test_a_second_of_a_clip_is_the_picture_of_that_second(tmp_path: Path):
    """Forwards, backwards, and the last one where the clip ends before."""
    clip = tmp_path / "c.mp4"
    with VideoWriter(clip, 10) as film:
        for n in range(40):
            film.add(np.full((120, 160, 3), 6 * n, np.uint8))
    assert about(clip)["seconds"] == pytest.approx(4.0, abs=0.2)
    for at in (2.0, 0.5, 3.1):
        assert _grey(picture(clip, at)) == pytest.approx(60 * at, abs=6)
    assert _grey(picture(clip, 99)) == pytest.approx(234, abs=6)


def test_what_is_no_clip_says_so(tmp_path: Path):
    """A named error, not a stack."""
    (tmp_path / "x.mp4").write_bytes(b"nothing")
    with pytest.raises(ClipError, match=r"x\.mp4"):
        picture(tmp_path / "x.mp4", 0)


def test_looks_are_told_by_number(tmp_path: Path):
    """A folder of stored looks has numbers instead of seconds."""
    from datetime import UTC, datetime

    from gridwatch.workbench.looks import StoredLook, write_looks

    for n in range(2):
        _, jpeg = cv2.imencode(".jpg", np.full((90, 120, 3), 100 * n, np.uint8))
        (tmp_path / f"{n}.jpg").write_bytes(jpeg.tobytes())
    taken = [
        StoredLook(camera="c", taken_at=datetime(2026, 11, 1, n, tzinfo=UTC), path=tmp_path / f"{n}.jpg")
        for n in range(2)
    ]
    write_looks(tmp_path, taken)
    assert [one["camera"] for one in about(tmp_path)["looks"]] == ["c", "c"]
    assert _grey(picture(tmp_path, 1)) == pytest.approx(100, abs=3)
    with pytest.raises(NotFound):
        picture(tmp_path, 2)
