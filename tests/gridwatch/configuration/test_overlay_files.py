from __future__ import annotations

import os
from pathlib import Path

from gridwatch.configuration.camera_cache import CameraCache
from gridwatch.configuration.loader import Trial, inspect, load
from gridwatch.configuration.overlay_files import FOLDER, read_overlay
from gridwatch.configuration.problem import Problem

ZONES = "zones:\n  - {id: kerb, kind: plaza, polygon: [[0, 0], [1, 0], [1, 1]]}\n"


def lay(folder: Path, text: str = ZONES, name: str = "good-1") -> Path:
    """Write an overlay by hand."""
    path = folder / FOLDER / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def about(folder: Path) -> list[Problem]:
    """What is said of overlays."""
    return [one for one in inspect(folder, {})[1] if one.file.startswith(FOLDER)]


def test_an_overlay_lies_over_the_camera_of_its_name(good: Path) -> None:
    """What is in force has its zones; what is told as written has not; both say where they stand."""
    lay(good)
    configuration = load(good, {})
    assert [zone.id for zone in configuration.cameras["good-1"].zones] == ["kerb"]
    assert configuration.written["good-1"].camera.zones == ()
    over = configuration.overlays["good-1"]
    assert (over.file, over.line_of("zones"), over.line_of("overrides")) == (f"{FOLDER}/good-1.yaml", 1, None)


def test_what_fits_nowhere_is_told_at_the_overlay(good: Path) -> None:
    """The checks over the whole folder name the overlay's line, not the camera's."""
    lay(good, ZONES + "overrides: [{rule: none-such, k: 1}]\n")
    (wrong,) = [one for one in about(good) if one.level == "error"]
    assert (wrong.file, wrong.line, wrong.key) == (f"{FOLDER}/good-1.yaml", 3, "good-1.overrides.none-such")
    point = "{picture: [%s, 0.5], ground: {lon: 120.25, lat: 30.45%d, datum: WGS84}}"
    lines = "\n".join(f"  - {point % (0.1 * i, i)}" for i in range(6))
    lay(good, f"zones: []\nground_points:\n{lines}\n")
    (wrong,) = [one for one in about(good) if one.level == "error"]
    assert (wrong.file, wrong.line, wrong.key) == (f"{FOLDER}/good-1.yaml", 2, "ground_points")


def test_an_overlay_of_no_camera_is_kept_and_told(good: Path) -> None:
    """A camera that left its file takes nothing away and stops no reload; a renamed one is guessed at."""
    lay(good, name="good-2")
    (told,) = about(good)
    assert (told.level, told.line) == ("warning", None)
    assert "no camera good-2" in told.what
    assert "Did you mean good-1? Then rename the file" in told.cure
    assert load(good, {}).cameras["good-1"].zones == ()
    lay(good, name="elsewhere")
    assert any("remove the file" in one.cure and "Did you" not in one.cure for one in about(good))


def test_a_file_that_changes_the_same_does_not_win_silently(good: Path) -> None:
    """What was set stays in force, and the change below it is told with both places."""
    lay(good, ZONES + "marks: {zones: {over: '00'}}\n")
    (told,) = about(good)
    assert (told.level, told.line, told.key) == ("warning", 1, "zones")
    assert "cameras/good.yaml:2 has changed its zones since" in told.what
    assert load(good, {}).cameras["good-1"].zones[0].id == "kerb"


def test_one_that_sets_nothing_is_told(good: Path) -> None:
    """It is a remainder of somebody's edit."""
    lay(good, "marks: {}\n")
    assert [one.what for one in about(good)] == ["sets nothing"]


def test_nothing_is_doubted_while_camera_files_cannot_be_read(good: Path) -> None:
    """One mistake in a file would else tell of every camera in it that it is gone."""
    lay(good)
    (good / "cameras" / "good.yaml").write_text("cameras: 3\n", encoding="utf-8")
    assert about(good) == []


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    """Nor a folder."""
    os.mkfifo(tmp_path / "a.yaml")
    over, (problem,) = read_overlay(tmp_path / "a.yaml", f"{FOLDER}/a.yaml")
    assert (over, problem.what) == (None, "cannot be read: it is no file")


def test_what_has_not_changed_is_the_same_object(good: Path) -> None:
    """Thousands of overlays are not parsed, and their cameras not compared field by field, at every reload."""
    path, cache = lay(good), CameraCache()
    first, _ = inspect(good, {}, cache=cache)
    parsed = cache.parsed
    again, _ = inspect(good, {}, cache=cache)
    assert first is not None
    assert again is not None
    assert again.cameras["good-1"] is first.cameras["good-1"]
    assert cache.parsed == parsed
    path.write_text(ZONES.replace("kerb", "lane"), encoding="utf-8")
    other, _ = inspect(good, {}, cache=cache)
    assert other is not None
    assert other.cameras["good-1"].zones[0].id == "lane"


def test_a_folder_is_read_as_it_would_be(good: Path, tmp_path: Path) -> None:
    """With another overlay, or without one, before either is written."""
    lay(good)
    other = tmp_path / "new"
    other.write_text(ZONES.replace("kerb", "lane"), encoding="utf-8")
    for instead, ids in ((other, ["lane"]), (None, [])):
        tried, _ = inspect(good, {}, trial=Trial(overlays={"good-1.yaml": instead}))
        assert tried is not None
        assert [zone.id for zone in tried.cameras["good-1"].zones] == ids
    assert load(good, {}).cameras["good-1"].zones[0].id == "kerb"
