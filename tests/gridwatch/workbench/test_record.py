"""Writing a replay down: every sighting a line, every alarm a picture, every camera its result."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np

from gridwatch.workbench.clips import pictures_of
from gridwatch.workbench.record import Recorder, incidents_told
from gridwatch.workbench.video import VideoWriter
from tests.builders import profile
from tests.gridwatch.workbench.test_clip_replay import CROWD, replay


def test_a_replay_is_written_down_look_by_look(tmp_path: Path) -> None:
    """One JSON line a sighting, one picture a look in the video, the look that opened the incident kept."""
    clip = tmp_path / "plaza.mp4"
    with VideoWriter(clip, 1) as film:
        for second in range(6):
            film.add(np.full((90, 160, 3), 170 if second >= 2 else 50, np.uint8))
    lines = io.StringIO()
    chosen = profile(CROWD)
    one = replay(clip, tmp_path / "evidence", chosen)
    of = {one.camera.id: chosen}
    with VideoWriter(tmp_path / "annotated.mp4", 1) as film:
        recorder = Recorder(tmp_path, lines, {one.camera.id: one.camera}, of, clip=clip.name, film=film)
        for look in one.looks():
            recorder.take(look)
    (result,) = recorder.results(one.incidents(), 1.0, {"plaza": ("plaza.mp4", "small")})
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [count for _, count in result.counts] == [2, 2, 8, 8, 8, 8]
    assert {line["finding"] for line in written} == {"candidate", "present"}
    assert all(line["clip"] == "plaza.mp4" and line["why"] and line["taken_at"] for line in written)
    assert len(list(pictures_of(tmp_path / "annotated.mp4", 1.0))) == 6
    (alarm,) = result.alarms
    assert (tmp_path / str(alarm.picture)).read_bytes()[:2] == b"\xff\xd8"
    assert incidents_told([result])[0]["clip"] == "plaza.mp4"
    assert (result.source.looks, result.source.seconds) == (6, 6.0)


def test_a_picture_of_an_alarm_is_no_larger_than_a_page_shows(tmp_path: Path) -> None:
    """A 4K camera does not make a run folder of gigabytes; without a video only alarms are drawn."""
    from gridwatch.workbench import record

    recorder = Recorder(tmp_path, io.StringIO(), {}, {})
    recorder._keep("inc_1", np.zeros((1080, 1920, 3), np.uint8))
    (picture,) = (tmp_path / record.PICTURES).iterdir()
    import cv2

    kept = cv2.imread(str(picture))
    assert kept is not None
    assert kept.shape == (720, 1280, 3)
