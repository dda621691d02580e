"""docs/engineers/walkthrough.md: every command of it runs as written, in order, on real clips."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.cli.app import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "engineers" / "walkthrough.md").read_text(encoding="utf-8")
CLIPS = ("plaza_crowd_720p50.avi", "road_single_car_360p.avi")

pytestmark = pytest.mark.slow


def blocks(language: str) -> list[str]:
    """Return the page's blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_runs_from_top_to_bottom(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From clips to a comparison of two profiles: every command succeeds and leaves what the page says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clips").mkdir()
    for name in CLIPS:
        shutil.copyfile(shared_data / "clips" / name, tmp_path / "clips" / name)
    shutil.copytree(ROOT / "configs", "configs")
    shutil.copytree(ROOT / "models", "models")
    (tmp_path / "events.csv").write_text(blocks("csv")[0], encoding="utf-8")
    for line in (line for block in blocks("bash") for line in block.splitlines()):
        done = CliRunner().invoke(app, shlex.split(line)[1:])
        assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception!r}"
    present = json.loads(Path("present.json").read_text(encoding="utf-8"))
    assert present["events"] == 1
    assert {"present.html", "new.json"} <= {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / "sweep" / "sweep.html").exists()
    assert json.loads(Path("compare.json").read_text(encoding="utf-8"))["verdict"]
