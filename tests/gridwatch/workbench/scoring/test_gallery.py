"""The worst misses and false alarms, with pictures where there are any."""

from __future__ import annotations

import base64
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.geometry import Box
from gridwatch.workbench.looks import StoredLook
from gridwatch.workbench.scoring.gallery import thumbnail, worst_false_alarms, worst_misses
from gridwatch.workbench.scoring.scorecard import score
from tests.builders_scoring import alarm, event, hour, run


def picture(path: Path, shade: int = 127) -> Path:
    """Write a grey JPEG of 1280x720."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((720, 1280, 3), shade, np.uint8))
    return path


def decoded(jpeg: bytes | str | None) -> np.ndarray:
    """Return the pixels of a thumbnail."""
    assert jpeg is not None
    content = base64.b64decode(jpeg) if isinstance(jpeg, str) else jpeg
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)


def test_a_miss_shows_the_look_nearest_to_its_middle_with_its_box(tmp_path: Path) -> None:
    """Of three looks the one in the event is taken; longest misses come first."""
    events = [event("short", 8, 8.5), event("long", 12, 14, box=(0.4, 0.4, 0.6, 0.6))]
    looks = [
        StoredLook(camera="cam-1", taken_at=hour(at), path=picture(tmp_path / f"{at}.jpg", shade))
        for at, shade in ((14.5, 60), (7.9, 20), (12.4, 200))
    ]
    result = run()
    misses = worst_misses(result, score(result, events), folder=tmp_path, looks=looks)
    assert [one.title.split()[0] for one in misses] == ["long", "short"]
    pixels = decoded(misses[0].picture)
    assert pixels.shape == (270, 480, 3)
    assert abs(int(pixels[10, 10, 0]) - 200) < 5
    assert pixels[108, 240, 2] > pixels[108, 240, 1] + 60
    assert misses[0].caption.tell() == "Look of 11-02 12:24:00"
    assert (misses[1].picture, misses[1].caption.tell()) == (None, "No look of it was kept; give --looks.")


def test_pictures_of_the_run_serve_as_well(tmp_path: Path) -> None:
    """What the camera was alarmed about meanwhile shows the missed thing too; before or elsewhere does not."""
    picture(tmp_path / "pictures" / "a.jpg")
    events = [event("e", 8, 9)]
    for at, camera, there in ((8.2, "cam-1", True), (7.5, "cam-1", False), (8.2, "cam-2", False)):
        result = run(alarm("a", at, camera, matter="crowding", picture="pictures/a.jpg"))
        (miss,) = worst_misses(result, score(result, events), folder=tmp_path)
        assert (miss.picture is not None) is there


def test_false_alarms_come_most_believed_first_and_few(tmp_path: Path) -> None:
    """With the picture that the run kept, and why it was raised; no more than asked for."""
    picture(tmp_path / "pictures" / "a.jpg")
    alarms = [
        alarm(
            f"a{i}", 8 + i, confidence=0.5 + i / 10, picture="pictures/a.jpg" if i == 2 else None, why="waste"
        )
        for i in range(4)
    ]
    result = run(*alarms)
    shown = worst_false_alarms(result, score(result, []), folder=tmp_path, shown=2)
    assert [one.title.split()[0] for one in shown] == ["a3", "a2"]
    assert [one.picture is None for one in shown] == [True, False]
    assert "why: waste" in [line.tell() for line in shown[0].lines]


def test_a_picture_outside_of_the_run_is_not_shown(tmp_path: Path) -> None:
    """A run folder from elsewhere may not pull other files into a page that is passed on."""
    picture(tmp_path / "secret.jpg")
    (tmp_path / "run").mkdir()
    result = run(alarm("a", 8, picture="../secret.jpg"))
    (shown,) = worst_false_alarms(result, score(result, []), folder=tmp_path / "run")
    assert shown.picture is None


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_broken_picture_is_no_thumbnail(tmp_path: Path, content: bytes) -> None:
    """Empty, foreign or absent: the page is made without it."""
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    assert thumbnail(path) is None
    assert thumbnail(tmp_path / "absent.jpg", Box(x0=0, y0=0, x1=1, y1=1)) is None
