from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ConfigError
from core.geo import Datum
from gridwatch.calibration.points import MOST, read_points


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file."""
    path = folder / "points.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_shares_and_pixels(tmp_path: Path) -> None:
    """Pixels are of the picture whose size is told; a line may say its own datum; empty lines are passed over."""
    path = written(
        tmp_path, "x,y,lon,lat,datum\n640,180,120.25,30.45,GCJ-02\n\n0.25,0.75,120.26,30.46,\n", "utf-8-sig"
    )
    first, second = read_points(path, datum=Datum.WGS84, size=(1280, 720))
    assert first.picture == (0.5, 0.25)
    assert first.ground.datum is Datum.GCJ02
    assert second.picture == (0.25, 0.75)
    assert second.ground.datum is Datum.WGS84


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("640,180,120.25,30.45", ":2: 640, 180 are pixels; give --picture"),
        ("-0.1,0.5,120.25,30.45", ":2: the point lies outside of the picture"),
        ("0.5,0.5,30.45,120.25", ":2: .* are they changed over"),
        ("0.5,0.5,east,30.45", ":2: lon 'east' is no number"),
        ("0.5,0.5", ":2: lon None is no number"),
        ("0.5,0.5,120.25,30.45,Beijing54", ":2: datum BEIJING54 is not known"),
        ("0.5,0.5,120.25,30.45", ":2: of which datum is the map"),
    ],
)
def test_mistakes(tmp_path: Path, line: str, words: str) -> None:
    """With file, line and cure."""
    path = written(tmp_path, f"x,y,lon,lat,datum\n{line}\n")
    with pytest.raises(ConfigError, match=words):
        read_points(path, datum=None if "which datum" in words else Datum.WGS84, size=None)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    """No header, or saved in another encoding."""
    with pytest.raises(ConfigError, match="no column lon, lat"):
        read_points(written(tmp_path, "x,y\n1,2\n"), datum=None, size=None)
    with pytest.raises(ConfigError, match="UTF-8"):
        read_points(written(tmp_path, "x,y,lon,lat,名\n", "gb18030"), datum=None, size=None)


def test_points_are_bounded(tmp_path: Path) -> None:
    """Each is placed by all others: ten thousand would take hours."""
    lines = "".join(f"0.{n:05},0.5,120.25,30.45\n" for n in range(MOST + 1))
    with pytest.raises(ConfigError, match=f"more than {MOST} points"):
        read_points(written(tmp_path, f"x,y,lon,lat\n{lines}"), datum=Datum.WGS84, size=None)
