from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from gridwatch.workbench.clips import ClipInfo
from gridwatch.workbench.replay import START
from gridwatch.workbench.report import ClipResult, write_report
from tests.builders import profile
from tests.builders_desk import incident
from tests.gridwatch.workbench.test_replay import CROWD


def test_the_page_stands_alone_and_escapes_what_it_is_given(tmp_path: Path) -> None:
    """Plots and pictures inside, nothing fetched; a clip's name is text, not markup."""
    picture = np.full((100, 1600, 3), 90, np.uint8)
    jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
    result = ClipResult(
        info=ClipInfo(path=Path("<b>plaza</b>.mp4"), codec="h264", width=1280, height=720, seconds=4),
        seconds=4.0,
        counts=((0, 3), (1, 22)),
        incidents=(incident(opened_at=START, created_at=START),),
        opened=(jpeg,),
        notes=(),
    )
    path = tmp_path / "report.html"
    write_report(
        path, [result], profile(CROWD), model="m 1", every_s=1, took_s=2, command="gridwatch replay x"
    )
    page = path.read_text(encoding="utf-8")
    assert "<b>plaza" not in page
    assert "<svg" in page
    assert "data:image/jpeg;base64," in page
    assert "2.0×" in page
    assert 'src="http' not in page
