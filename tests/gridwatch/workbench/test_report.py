"""The replay's page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from gridwatch.workbench.record import SourceResult
from gridwatch.workbench.report import write_report
from gridwatch.workbench.truth import CLIP_START as START
from tests.builders import profile
from tests.builders_desk import incident
from tests.gridwatch.workbench.test_clip_replay import CROWD


def result() -> SourceResult:
    """A clip with one incident."""
    one = incident(opened_at=START, created_at=START)
    return SourceResult(
        camera="plaza",
        name="<b>plaza</b>.mp4",
        about="1280×720 h264",
        start=START,
        seconds=4.0,
        counts=((0, 3), (1, 22)),
        incidents=(one,),
        pictures={one.id: "alarm.jpg"},
        notes=(),
        profile=profile(CROWD),
    )


def test_the_page_stands_alone_and_escapes_what_it_is_given(tmp_path: Path) -> None:
    """Plots and pictures inside, nothing fetched; a clip's name is text, not markup."""
    cv2.imwrite(str(tmp_path / "alarm.jpg"), np.full((100, 1600, 3), 90, np.uint8))
    path = tmp_path / "report.html"
    write_report(path, [result()], model="m 1", every_s=1, took_s=2, command="gridwatch replay x")
    page = path.read_text(encoding="utf-8")
    assert "<b>plaza" not in page
    assert "<svg" in page
    assert "data:image/jpeg;base64," in page
    assert "2.0×" in page
    assert 'src="http' not in page


def test_a_day_of_many_cameras_counts_in_hours_and_is_titled_by_their_number(tmp_path: Path) -> None:
    """Twenty names are no title; what an earlier run looked at does not make this one look faster."""
    day = replace(result(), pictures={}, seconds=86_400.0, counts=((0, 1), (86_000, 2)))
    path = tmp_path / "report.html"
    write_report(path, [day] * 5, model="m 1", every_s=300, took_s=100, command="x", again_s=5 * 86_400 - 100)
    page = path.read_text(encoding="utf-8")
    assert "5 cameras and clips" in page
    assert "hours" in page
    assert "1.0×" in page
