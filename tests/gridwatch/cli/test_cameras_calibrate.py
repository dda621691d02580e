from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from core.geo import Datum
from gridwatch.cli.app import app
from gridwatch.configuration.loader import load
from tests.builders import camera
from tests.builders_calibration import moved, seen
from tests.ingest.test_drift import scene

RUN = CliRunner()
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped configuration with one camera of the API's own file."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    folder = tmp_path / "configs"
    shutil.copytree(ROOT / "configs", folder)
    (tmp_path / "models").symlink_to(ROOT / "models")
    for name, file in (("mine", "api.yaml"), ("theirs", "police.yaml")):
        own = camera(name).model_dump(mode="json", exclude_defaults=True)
        (folder / "cameras" / file).write_text(yaml.safe_dump({"cameras": [own]}), encoding="utf-8")
    return folder


def clicked(folder: Path, wrong: int | None = None, count: int = 8) -> Path:
    """Write a CSV as somebody clicks it on a Chinese base map, in pixels of 1280x720."""
    pairs = seen(datum=Datum.GCJ02)[:count]
    if wrong is not None:
        pairs[wrong - 1] = moved(pairs[wrong - 1], north_m=6)
    rows = [
        f"{p.picture[0] * 1280:.1f},{p.picture[1] * 720:.1f},{p.ground.lon!r},{p.ground.lat!r}" for p in pairs
    ]
    path = folder / "points.csv"
    path.write_text("\n".join(["x,y,lon,lat", *rows]) + "\n", encoding="utf-8")
    return path


def picture(folder: Path) -> Path:
    """Write the picture that they were clicked in."""
    path = folder / "view.png"
    path.write_bytes(cv2.imencode(".png", scene())[1].tobytes())
    return path


def call(configs: Path, points: Path, *more: str, camera_id: str = "mine"):
    """Run the command."""
    return RUN.invoke(
        app, ["cameras", "calibrate", camera_id, "--points", str(points), "-c", str(configs), *more]
    )


def test_points_are_checked_drawn_and_saved(configs: Path, tmp_path: Path) -> None:
    """The bad one is named, the picture is written, the camera's file holds points and the picture's edges."""
    png = tmp_path / "out" / "drawn.png"
    more = (
        "--picture",
        str(picture(tmp_path)),
        "--datum",
        "gcj-02",
        "--png",
        str(png),
        "--save",
        "--json",
        "-",
    )
    result = call(configs, clicked(tmp_path, wrong=4), *more)
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["usable"]
    assert [(fault["code"], fault["points"]) for fault in told["faults"]] == [("wrong_point", [4])]
    assert [point["used"] for point in told["points"]].count(False) == 1
    assert told["median_m"] < 0.3
    assert told["radii_m"]["20"] < told["radii_m"]["40"]
    assert told["saved"] == "cameras/overlays/mine.yaml"
    drawn = cv2.imdecode(np.frombuffer(png.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert drawn is not None
    assert drawn.shape == (720, 1280, 3)
    saved = load(configs).cameras["mine"]
    assert len(saved.ground_points) == 8
    assert saved.calibration is not None
    assert saved.calibration.reference
    assert saved.calibration.error_m == told["median_m"]


def test_what_cannot_be_used_is_not_saved(configs: Path, tmp_path: Path) -> None:
    """Exit 1, what is wrong and what to do, and the file as it was."""
    before = (configs / "cameras" / "api.yaml").read_bytes()
    picture_of = ("--picture", str(picture(tmp_path)))
    few = call(configs, clicked(tmp_path, count=5), *picture_of, "--datum", "GCJ02", "--save")
    assert few.exit_code == 1
    assert "5 points, 6 or more are needed. Add points" in few.output
    assert "nothing was saved" in few.output
    datum = call(configs, clicked(tmp_path), *picture_of, "--datum", "WGS84", "--save")
    assert datum.exit_code == 1
    assert "read as GCJ02 instead of WGS84" in datum.output
    assert (configs / "cameras" / "api.yaml").read_bytes() == before


def test_the_table_for_people(configs: Path, tmp_path: Path) -> None:
    """A line a point, the error, the radii; nothing is saved unless it is asked for."""
    result = call(configs, clicked(tmp_path), "--picture", str(picture(tmp_path)), "--datum", "GCJ02")
    assert result.exit_code == 0
    assert "held-out error: median" in result.output
    assert "40 m:" in result.output
    assert "saved" not in result.output
    assert "ground_points" not in (configs / "cameras" / "api.yaml").read_text(encoding="utf-8")


def test_a_camera_of_any_file_is_calibrated(configs: Path, tmp_path: Path) -> None:
    """Over its owner's file, which stays as it is. An unknown camera is none."""
    owners = (configs / "cameras" / "police.yaml").read_bytes()
    points = ("--picture", str(picture(tmp_path)), "--datum", "GCJ02", "--save")
    other = call(configs, clicked(tmp_path), *points, camera_id="theirs")
    assert "saved in cameras/overlays/theirs.yaml" in other.output
    assert len(load(configs).cameras["theirs"].ground_points) == 8
    assert (configs / "cameras" / "police.yaml").read_bytes() == owners
    gone = call(configs, clicked(tmp_path), *points, camera_id="none")
    assert "no camera none" in str(gone.exception)


def test_mistakes_of_the_call(configs: Path, tmp_path: Path) -> None:
    """A datum that is none, and a picture that is none."""
    assert call(configs, clicked(tmp_path), "--datum", "Beijing54").exit_code == 2
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"<html>")
    refused = call(configs, clicked(tmp_path), "--picture", str(broken), "--datum", "GCJ02")
    assert "is no picture" in str(refused.exception)
    broken.write_bytes(b"")
    refused = call(configs, clicked(tmp_path), "--picture", str(broken), "--datum", "GCJ02")
    assert "is no picture" in str(refused.exception)
    broken.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (12_000).to_bytes(4) * 2)  # 144 megapixels
    refused = call(configs, clicked(tmp_path), "--picture", str(broken), "--datum", "GCJ02")
    assert "12000 x 12000 pixels, allowed are 40000000" in str(refused.exception)
