from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from gridwatch.cli.app import app
from gridwatch.workbench.video import VideoWriter

RUN = CliRunner()
ROOT = Path(__file__).resolve().parents[3]


def test_an_empty_clip_is_replayed_into_a_report_that_says_why_there_is_nothing(tmp_path: Path) -> None:
    """All files are written, the video because it is asked for; the report names the reason."""
    clip = tmp_path / "grey.mp4"
    with VideoWriter(clip, 5) as film:
        for _ in range(15):
            film.add(np.full((180, 320, 3), 127, np.uint8))
    out = tmp_path / "out"
    result = RUN.invoke(
        app,
        ["replay", str(clip), "--profile", "crowd", "--out", str(out), "-c", str(ROOT / "configs"),
         "--set", "crowd.count=5", "--video", "--threads", "1", "--cache", str(tmp_path / "seen"),
         "--json", str(tmp_path / "o.json")],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    summary = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert (summary["clips"], summary["looks"], summary["incidents"]) == (1, 3, [])
    assert summary["times_real_time"] > 0
    assert len(list((tmp_path / "seen").glob("*.sqlite"))) == 1
    assert {"run.json", "report.html", "incidents.json", "sightings.jsonl", "grey.annotated.mp4"} <= {
        p.name for p in out.iterdir()
    }
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "No incident." in page
    assert "http://" not in page.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )
