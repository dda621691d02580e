"""Events as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.geo import Datum
from gridwatch.workbench.labels.spreadsheet import parse_spreadsheet, read_spreadsheet, write_spreadsheet
from gridwatch.workbench.truth import CLIP_START, BadTruth
from tests.builders_scoring import event, hour, spot

SHANGHAI = ZoneInfo("Asia/Shanghai")
WHOLE = event(
    "e1", 8, 9.5, cameras=frozenset({"cam-1", "cam-2"}), box=(0.1, 0.2, 0.3, 0.4), box_camera="cam-2", zone="left",
    place=spot(0), tags=frozenset({"night", "rain"}), count=3,
)  # fmt: skip


@pytest.mark.parametrize("chinese", [False, True])
def test_what_is_written_is_read_again(tmp_path: Path, chinese: bool) -> None:
    """Every field survives, under English and Chinese headers, in another zone too."""
    path = tmp_path / "e.csv"
    events = (WHOLE, event("e2", 30, matter="crowding"))
    write_spreadsheet(path, events, SHANGHAI, chinese=chinese)
    assert read_spreadsheet(path, ZoneInfo("UTC")) == events
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert ("编号" in path.read_text(encoding="utf-8-sig")) is chinese


def test_a_table_typed_by_hand_in_a_chinese_excel_is_read(tmp_path: Path) -> None:
    """GB 18030, slashes in dates, full-width commas between cameras, times on the local clock."""
    path = tmp_path / "e.csv"
    head = "编号,事项,摄像头,开始时间,结束时间,经度,纬度,坐标系"
    row = "e1,crowding,cam-1，cam-2,2026/11/2 8:05,,120.25,30.45,gcj-02"
    path.write_bytes(f"{head}\r\n{row}\r\n".encode("gb18030"))
    (one,) = read_spreadsheet(path, SHANGHAI)
    assert one.start == datetime(2026, 11, 2, 0, 5, tzinfo=UTC)
    assert one.cameras == {"cam-1", "cam-2"}
    assert one.end is None
    assert one.place is not None
    assert one.place.datum is Datum.WGS84


def test_numbers_are_seconds_of_a_clip_and_semicolons_separate() -> None:
    """As a European Excel saves a clip's labels."""
    (one,), problems = parse_spreadsheet("id;matter;cameras;start;end\na;crowding;plaza;12.5;40\n", SHANGHAI)
    assert problems == []
    assert (one.start, one.end) == (CLIP_START + timedelta(seconds=12.5), CLIP_START + timedelta(seconds=40))


def test_mistakes_have_their_line_and_column() -> None:
    """Empty rows are passed over and do not shift the numbers."""
    rows = ["id,matter,cameras,start,box,lon", "a,m,c,0,,", ",,,,,", "b,m,,noon,0.1 0.2,"]
    text = "\n".join([*rows, "c,m,c,2026-02-30 08:00,,1", "a,m,c,1,,", ""])
    events, problems = parse_spreadsheet(text, SHANGHAI, "e.csv")
    assert [one.id for one in events] == ["a", "a"]
    told = "\n".join(problems)
    for expected in (
        "e.csv:4: cameras: Field required",
        "e.csv:4: start:",
        "e.csv:4: box:",
        "e.csv:5: start:",
        "e.csv:5: place.lat: Field required",
        "e.csv:6: id: a is the id of line 2 already",
    ):
        assert expected in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,matter,start\n", "column cameras (摄像头) is missing"),
        ("id,matter,cameras,start,colour\n", "column 'colour' is not known"),
        ("id,编号,matter,cameras,start\n", "column id stands there more than once"),
        ("", "column id (编号) is missing"),
        ('id,matter,cameras,start\n"a,m,c,0\n', "save the table as CSV anew"),
    ],
)
def test_a_wrong_header_is_told(text: str, told: str) -> None:
    """Which column, and which there are."""
    events, problems = parse_spreadsheet(text, SHANGHAI)
    assert events == ()
    assert told in "\n".join(problems)


def test_what_is_no_table_is_told(tmp_path: Path) -> None:
    """An .xlsx renamed, or nothing there."""
    path = tmp_path / "e.csv"
    path.write_bytes(b"PK\x03\x04\xff\xff\xff")
    with pytest.raises(BadTruth):
        read_spreadsheet(path, SHANGHAI)
    with pytest.raises(BadTruth, match="cannot be read"):
        read_spreadsheet(tmp_path / "absent.csv", SHANGHAI)


def test_a_time_keeps_its_zone() -> None:
    """Written with its offset, it does not depend on whose clock reads it."""
    (one,), _ = parse_spreadsheet(
        "id,matter,cameras,start\na,m,c,2026-11-02 08:00:00+08:00\n", ZoneInfo("UTC")
    )
    assert one.start == hour(8)
