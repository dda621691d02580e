from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.cli.app import app
from tests.builders_configs import shipped

RUN = CliRunner()
ZONES = "zones: [{id: kerb, kind: plaza, polygon: [[0, 0], [1, 0], [1, 1]]}]\n"


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped configuration with an overlay, and one of no camera."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    folder, _ = shipped(tmp_path)
    (folder / "cameras" / "overlays").mkdir()
    for name, marks in (("cam-01", "marks: {zones: {who: li, over: '00'}}\n"), ("gone", "")):
        (folder / "cameras" / "overlays" / f"{name}.yaml").write_text(ZONES + marks, encoding="utf-8")
    return folder


def test_overlays_are_listed_with_who_and_what_became_of_the_file(configs: Path) -> None:
    """As JSON for machines, in one table for people; `check` counts and doubts them."""
    told = RUN.invoke(app, ["cameras", "overlays", "-c", str(configs), "--json", "-"])
    rows = {row["camera"]: row for row in json.loads(told.stdout)}
    assert (rows["cam-01"]["who"], rows["cam-01"]["state"]) == ("li", "file changed")
    assert (rows["gone"]["over"], rows["gone"]["state"]) == ("", "no camera")
    assert "cameras/overlays/gone.yaml" in RUN.invoke(app, ["cameras", "overlays", "-c", str(configs)]).stdout
    checked = RUN.invoke(app, ["check", "-c", str(configs)])
    assert checked.exit_code == 0
    assert "2 overlays" in checked.stdout
    assert "no camera gone is in any file" in checked.stdout


def test_a_camera_goes_back_to_its_file(configs: Path) -> None:
    """Also one that is in none; once more changes nothing."""
    for name in ("cam-01", "gone"):
        done = RUN.invoke(app, ["cameras", "revert", name, "-c", str(configs)])
        assert (done.exit_code, done.stdout) == (0, f"{name}: back to the file\n")
        assert not (configs / "cameras" / "overlays" / f"{name}.yaml").exists()
    again = RUN.invoke(app, ["cameras", "revert", "cam-01", "-c", str(configs)])
    assert again.stdout == "cam-01: nothing lies over its file\n"
