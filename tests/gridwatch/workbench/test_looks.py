"""Stored looks: strict, in order, every mistake with its line."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from gridwatch.workbench import looks
from gridwatch.workbench.files import MOST_TOLD
from gridwatch.workbench.looks import (
    BadLooks,
    StoredLook,
    decoded,
    is_looks,
    parse_looks,
    read_looks,
    write_looks,
)
from tests.builders_labels import png_that_claims

LINE = {"camera": "cam-01", "taken_at": "2026-11-01T22:00:14Z", "file": "cam-01/a.jpg"}
T = datetime(2026, 11, 1, 22, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one picture and no index."""
    (tmp_path / "cam-01").mkdir()
    cv2.imwrite(str(tmp_path / "cam-01" / "a.jpg"), np.full((9, 16, 3), 90, np.uint8))
    return tmp_path


def index(folder: Path, *lines: object) -> Path:
    """Write looks.jsonl; text is written as it is."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "looks.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_what_is_written_is_read_in_order_of_time(folder: Path) -> None:
    """Any order in the file, one order in the replay; pictures come with their pixels."""
    path = folder / "cam-01" / "a.jpg"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    rows = [
        StoredLook(camera="cam-02", taken_at=T.replace(hour=23), path=path),
        StoredLook(camera="cam-01", taken_at=T, path=path, sha256=digest),
    ]
    write_looks(folder, rows)
    assert is_looks(folder)
    assert read_looks(folder) == tuple(reversed(rows))
    assert decoded(read_looks(folder)[0].jpeg(), "a").shape == (9, 16, 3)


def test_remarks_and_empty_lines_are_passed_over(folder: Path) -> None:
    """As in truth files."""
    assert len(read_looks(index(folder, "# from the patrol of 1 November", "", LINE))) == 1


MUSEUM = {
    "{": "not JSON",
    "[]": "line: is no object in braces",
    '{"camera": "cam-01"}': "taken_at: Field required",
    json.dumps(LINE | {"taken_at": "2026-11-01T22:00:14"}): "taken_at: Input should have timezone",
    json.dumps(LINE | {"taken_at": "noon"}): "taken_at: Input should be a valid datetime",
    json.dumps(LINE | {"taken_at": 1793570414}): "taken_at: .*write it as ISO 8601",
    json.dumps(LINE | {"taken_at": "1793570414"}): "taken_at: .*write it as ISO 8601",
    json.dumps(LINE | {"camera": "cam 1"}): "camera: String should match",
    json.dumps(LINE | {"file": "../cam-01/a.jpg"}): "file: .*outside of the folder",
    json.dumps(LINE | {"file": "/etc/a.jpg"}): "file: .*outside of the folder",
    json.dumps(LINE | {"file": "cam-01/b.jpg"}): "file: cam-01/b.jpg is not there",
    json.dumps(LINE | {"file": "cam-01/a.mp4"}): "file: .*is no picture",
    json.dumps(LINE | {"sha256": "5c"}): "sha256: String should match",
    json.dumps(LINE | {"reason": "patrol"}): "reason: Extra inputs are not permitted",
    json.dumps(LINE) + "\n" + json.dumps(LINE): "taken_at: cam-01 was looked at then already, on line 1",
    "[" * 100_000: "nested too deeply",
}


@pytest.mark.parametrize("text", MUSEUM, ids=[*(told[:40] for told in MUSEUM.values())])
def test_every_mistake_is_told_with_its_line(folder: Path, text: str) -> None:
    """The museum of broken files."""
    with pytest.raises(BadLooks, match=r"looks\.jsonl:\d: " + MUSEUM[text]):
        read_looks(index(folder, text))


def test_all_mistakes_are_told_at_once_but_not_without_end(folder: Path) -> None:
    """Fifty are enough to see what is wrong."""
    with pytest.raises(BadLooks) as caught:
        read_looks(index(folder, *["{"] * 80))
    told = str(caught.value).splitlines()
    assert len(told) == MOST_TOLD + 1
    assert "30 more mistakes" in told[-1]


def test_a_separator_of_unicode_within_a_name_is_no_end_of_a_line(folder: Path) -> None:
    """The numbers of the lines below stay right."""
    odd = folder / "cam-01" / "a\u2028b.jpg"
    odd.write_bytes((folder / "cam-01" / "a.jpg").read_bytes())
    line = json.dumps(LINE | {"file": "cam-01/a\u2028b.jpg"}, ensure_ascii=False)
    (look,) = read_looks(index(folder, line))
    assert look.path == odd
    with pytest.raises(BadLooks, match=r"looks\.jsonl:2: not JSON"):
        read_looks(index(folder, line, "{"))


def test_an_index_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By lines and by bytes: nobody waits for a file that was made to be endless."""
    monkeypatch.setattr(looks, "MAX_LOOKS", 2)
    with pytest.raises(BadLooks, match="more than 2 lines"):
        read_looks(index(folder, *[LINE | {"taken_at": f"2026-11-01T22:00:1{i}Z"} for i in range(4)]))
    monkeypatch.setattr(looks, "MAX_INDEX_BYTES", 10)
    with pytest.raises(BadLooks, match="larger than 10 bytes"):
        read_looks(index(folder, LINE))


def test_what_is_no_index_is_told(folder: Path) -> None:
    """Absent, empty, not UTF-8."""
    with pytest.raises(BadLooks, match="cannot be read"):
        read_looks(folder)
    with pytest.raises(BadLooks, match="holds no look"):
        read_looks(index(folder, "# nothing"))
    (folder / "looks.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(BadLooks, match="not UTF-8"):
        read_looks(folder)


def test_a_picture_that_was_changed_or_is_none_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay is evidence: what is looked at is what was stored."""
    path = folder / "cam-01" / "a.jpg"
    with pytest.raises(BadLooks, match="sha256 differs"):
        StoredLook(camera="c", taken_at=T, path=path, sha256="0" * 64).jpeg()
    with pytest.raises(BadLooks, match="a: is not a picture"):
        decoded(b"GIF89a", "a")
    with pytest.raises(BadLooks, match="cannot be read"):
        StoredLook(camera="c", taken_at=T, path=folder / "gone.jpg").jpeg()
    monkeypatch.setattr(looks, "MAX_BYTES", 10)
    with pytest.raises(BadLooks, match="larger than 10 bytes"):
        StoredLook(camera="c", taken_at=T, path=path).jpeg()
    monkeypatch.setattr(looks, "MAX_PIXELS", 10)
    with pytest.raises(BadLooks, match="more than 10 pixels"):
        decoded(path.read_bytes(), "a")


@pytest.mark.parametrize(
    "line",
    [
        '{"camera": "c", "taken_at": "0001-01-01T00:00:00+14:00", "file": "a.jpg"}',
        "[" * 100_000,
        '{"camera": ' + "9" * 5000 + "}",
    ],
    ids=["before the calendar", "nested", "digits"],
)
def test_what_python_cannot_hold_is_a_mistake_like_any_other(tmp_path: Path, line: str) -> None:
    """A time at the calendar's end, endless brackets and endless numbers are told with their line."""
    (problem,) = parse_looks(line, tmp_path)[1]
    assert problem.startswith("looks.jsonl:1: ")


def test_a_picture_that_claims_too_many_pixels_is_refused() -> None:
    """OpenCV raises for it instead of giving nothing."""
    with pytest.raises(BadLooks, match="pixels"):
        decoded(png_that_claims(60_000), "huge.png")
