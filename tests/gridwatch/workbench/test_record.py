from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np

from gridwatch.workbench.clips import pictures_of
from gridwatch.workbench.record import incidents_told, record_clip
from gridwatch.workbench.video import VideoWriter
from tests.builders import profile
from tests.gridwatch.workbench.test_replay import CROWD, replay


def test_a_replay_is_written_down_look_by_look(tmp_path: Path) -> None:
    """One JSON line a sighting, one picture a look in the video, the look that opened the incident kept."""
    clip = tmp_path / "plaza.mp4"
    with VideoWriter(clip, 1) as film:
        for second in range(6):
            film.add(np.full((90, 160, 3), 170 if second >= 2 else 50, np.uint8))
    lines = io.StringIO()
    chosen = profile(CROWD)
    reached: list[float] = []
    result = record_clip(
        replay(clip, tmp_path / "evidence", chosen),
        chosen,
        lines,
        video=tmp_path / "annotated.mp4",
        every_s=1.0,
        progress=reached.append,
    )
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [count for _, count in result.counts] == [2, 2, 8, 8, 8, 8]
    assert {line["finding"] for line in written} == {"candidate", "present"}
    assert all(line["clip"] == "plaza.mp4" and line["why"] for line in written)
    assert len(list(pictures_of(tmp_path / "annotated.mp4", 1.0))) == 6
    assert result.opened[0] is not None
    assert incidents_told([result])[0]["clip"] == "plaza.mp4"
    assert len(reached) == 6
