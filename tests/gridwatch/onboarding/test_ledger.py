from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridwatch.onboarding import ledger as module
from gridwatch.onboarding.columns import field_of
from gridwatch.onboarding.faults import BadLedger
from gridwatch.onboarding.ledger import Ledger, read_ledger, tidy
from tests.builders_onboarding import HEADERS, rows, text


def _read(path: Path, content: bytes | str) -> Ledger:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_ledger(path, lambda cell: field_of(cell) is not None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger is written."""
    return tmp_path / "district.csv"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_whatever_a_spreadsheet_saves_is_read(path: Path, encoding: str, separator: str) -> None:
    """The same rows with the same lines, whatever the encoding and separator."""
    made = rows(3)
    read = _read(path, text(made, separator=separator).encode(encoding))
    assert read.headers == HEADERS
    assert [row.line for row in read.rows] == [2, 3, 4]
    assert [dict(zip(HEADERS, row.cells, strict=True)) for row in read.rows] == made


def test_titles_above_and_sums_below_are_no_cameras(path: Path) -> None:
    """Ledgers begin with a title and end with a total; lines stay those of the file."""
    body = text(rows(2)).replace("\r\n", "\n")
    read = _read(
        path, f"示范区视频监控点位台账,,,\n填报日期:2026年,,\n\n{body}合计:,2,,\n备注:以上为在用点位\n"
    )
    assert (read.header_line, [row.line for row in read.rows]) == (4, [5, 6])
    assert [(fault.kind, fault.line, fault.level) for fault in read.faults] == [
        ("not_a_camera", 7, "warning"), ("not_a_camera", 8, "warning"),
    ]  # fmt: skip


def test_cells_without_header_at_the_end_are_no_fault(path: Path) -> None:
    """A spreadsheet writes separators up to its last used column."""
    lines = text(rows(1)).splitlines()
    read = _read(path, "\n".join(line + ",,," for line in lines))
    assert (len(read.headers), len(read.rows), read.faults) == (len(HEADERS), 1, ())
    lines[1] = lines[1].replace("星河路", "星河路,") + "x,,"
    shifted = _read(path, "\n".join([lines[0] + ",,,", lines[1]]))
    assert [fault.kind for fault in shifted.faults] == ["cells"]


def test_a_comma_too_many_is_told_with_its_line(path: Path) -> None:
    """The good rows beside it are read."""
    lines = text(rows(3)).splitlines()
    lines[2] = lines[2].replace("星河路", "星河路,")
    read = _read(path, "\n".join(lines))
    assert [(fault.kind, fault.line, fault.facts["cells"]) for fault in read.faults] == [
        ("cells", 3, len(HEADERS) + 1)
    ]
    assert [row.line for row in read.rows] == [2, 4]


@pytest.mark.parametrize("count", [30, 8000])
def test_an_open_quote_is_told_with_all_that_it_swallows(path: Path, count: int) -> None:
    """Otherwise hundreds of cameras would be missing without a word; a long ledger breaks the reader itself."""
    lines = text(rows(count)).splitlines()
    lines[9] = lines[9].replace("星河路", '"星河路').replace(',"星', ',"星')
    (fault,) = (read := _read(path, "\n".join(lines))).faults
    assert (fault.kind, fault.line) == ("open_quote", 10)
    assert [row.line for row in read.rows] == list(range(2, 10))


def test_a_cell_over_two_lines_keeps_the_lines_of_those_below(path: Path) -> None:
    """An error must be found where it is told."""
    made = rows(3)
    made[0]["备注"] = "上\n下"
    assert [row.line for row in _read(path, text(made)).rows] == [2, 4, 5]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "no_header"),
        (b"a,b\n1,2\n", "no_header"),
        ("经度,纬度,名称\n".encode(), "no_rows"),
        (b"\xff\xff\x00\x80", "not_text"),
    ],
)
def test_what_is_no_ledger_is_refused(path: Path, content: bytes, kind: str) -> None:
    """With its reason."""
    with pytest.raises(BadLedger) as told:
        _read(path, content)
    assert told.value.faults[0].kind == kind


def test_size_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In bytes before it is read, in rows before they are checked; a file that is not there is told as well."""
    monkeypatch.setattr(module, "MAX_CAMERAS_A_FILE", 2)
    with pytest.raises(BadLedger, match="3 rows, at most 2"):
        _read(path, text(rows(3)))
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    with pytest.raises(BadLedger, match="too large"):
        _read(path, text(rows(1)))
    with pytest.raises(BadLedger, match="cannot be read"):
        read_ledger(path.with_name("none.csv"), bool)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=8))
def test_no_text_breaks_the_reading(cells: list[list[str]]) -> None:
    """Whatever stands in the cells: rows or faults, never an exception but the one that says why."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["名称", "经度"], *cells])
    lines = list(enumerate(csv.reader(io.StringIO(out.getvalue(), newline="")), 1))
    try:
        read = module.to_ledger(lines, "x", "", lambda cell: field_of(cell) is not None)
    except BadLedger:
        return
    assert read is not None
    assert all(tidy(cell) == cell for row in read.rows for cell in row.cells)


@pytest.mark.parametrize("content", ["a\n" * 60, "," * 200, "\n" * 200])
def test_more_cells_than_any_ledger_has_are_not_gathered(
    path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    """Twenty megabytes of line feeds or commas would be gigabytes of lists."""
    monkeypatch.setattr(module, "MAX_CELLS", 100)
    with pytest.raises(BadLedger, match="too large: 100 cells"):
        _read(path, content)
