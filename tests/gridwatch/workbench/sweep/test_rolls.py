"""What a sweep looks at, told before it is looked at."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from gridwatch.workbench.looks import StoredLook
from gridwatch.workbench.sweep.rolls import ClipRoll, StoredRoll, clip_rolls, sources_of
from gridwatch.workbench.truth import CLIP_START
from gridwatch.workbench.video import VideoWriter
from tests.builders import at, camera


def made(folder: Path) -> list[Path]:
    """A folder of six pictures, and a clip of four seconds of the same name."""
    (folder / "yard").mkdir()
    image = np.full((90, 160, 3), 90, np.uint8)
    for number in range(6):
        cv2.imwrite(str(folder / "yard" / f"{number}.png"), image)
    with VideoWriter(folder / "yard.mp4", 5) as film:
        for _ in range(20):
            film.add(image)
    return [folder / "yard", folder / "yard.mp4"]


def test_clips_of_one_name_are_two_cameras_and_their_length_is_known(tmp_path: Path) -> None:
    """Pictures are as far apart as they are taken to be; a film is as long as it says."""
    pictures, film = (roll.spans()[0] for roll in clip_rolls(made(tmp_path), 2.0))
    assert (pictures.camera, pictures.seconds, pictures.start) == ("yard", 12.0, CLIP_START)
    assert film.camera == "yard-2"
    assert 3.5 < film.seconds < 4.5


def test_a_clip_that_was_changed_is_another(tmp_path: Path) -> None:
    """So is one that is looked at more often."""
    one = clip_rolls(made(tmp_path)[:1], 2.0)[0]
    before = one.identity()
    assert ClipRoll(clip=one.clip, camera=one.camera, every_s=1.0).identity() != before
    (one.clip / "6.png").write_bytes(b"x")
    assert one.identity() != before


def test_stored_looks_tell_when_each_camera_was_looked_at(tmp_path: Path) -> None:
    """From its first look to its last, and one gap more."""
    looks = [
        StoredLook(camera=name, taken_at=at(second), path=tmp_path)
        for second, name in ((0, "a"), (10, "b"), (60, "a"), (70, "b"), (130, "b"))
    ]
    roll = StoredRoll(folder=tmp_path, stored=looks, cameras={name: camera(id=name) for name in ("a", "b")})
    spans = roll.spans()
    assert [(one.camera, one.start, one.seconds, one.looks) for one in spans] == [
        ("a", at(0), 120.0, 2),
        ("b", at(10), 180.0, 3),
    ]
    assert sources_of([], 60.0) == []
