from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from gridwatch.onboarding import workbook
from gridwatch.onboarding.columns import field_of
from gridwatch.onboarding.faults import BadLedger
from gridwatch.onboarding.ledger import Ledger, read_ledger

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """Return the smallest workbook with these cells: text as text, numbers as numbers, None as no cell."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        names = list(sheets)
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for i in range(1, len(names) + 1)
        )
        packed.writestr(
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{parts}</Types>",
        )
        packed.writestr("_rels/.rels", _rels([("officeDocument", "xl/workbook.xml")]))
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            _rels([("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)]),
        )
        listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
        packed.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>',
        )
        for i, rows in enumerate(sheets.values(), 1):
            packed.writestr(f"xl/worksheets/sheet{i}.xml", _sheet(rows))
    return out.getvalue()


def _rels(targets: Sequence[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _sheet(rows: Sequence[Sequence[object]]) -> str:
    told = ""
    for number, row in enumerate(rows, 1):
        cells = ""
        for column, value in enumerate(row):
            at = f'r="{chr(65 + column)}{number}"'
            if isinstance(value, str):
                cells += f'<c {at} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            elif value is not None:
                cells += f"<c {at}><v>{value!r}</v></c>"
        told += f'<row r="{number}">{cells}</row>'
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{told}</sheetData></worksheet>'


def _read(path: Path, content: bytes, sheet: str | None = None) -> Ledger:
    path.write_bytes(content)
    return read_ledger(path, lambda cell: field_of(cell) is not None, sheet)


CAMERAS = (
    ("示范区点位台账",),
    (None,),
    ("国标编码", "点位名称", "经度", "端口"),
    ("99010100001320000001", "东门", 120.2504321, 80),
    (99010100001320000001, "西门", 120.25, 80.0),
)


def test_a_workbook_is_read_from_the_sheet_that_holds_headers(tmp_path: Path) -> None:
    """With the rows that the spreadsheet shows; the other sheets are named."""
    read = _read(tmp_path / "d.xlsx", xlsx({"说明": [("请填写",)], "点位": CAMERAS}))
    assert (read.header_line, read.form) == (3, "workbook, sheet 点位")
    assert [(row.line, row.cells) for row in read.rows] == [
        (4, ("99010100001320000001", "东门", "120.2504321", "80")),
        (5, ("9.901010000132e+19", "西门", "120.25", "80")),
    ]
    assert read.faults[0].facts == {"sheet": "点位", "others": "说明"}


def test_a_sheet_can_be_named(tmp_path: Path) -> None:
    """One that is not there is told with those that are."""
    content = xlsx({"旧": CAMERAS[:4], "新": CAMERAS})
    assert len(_read(tmp_path / "d.xlsx", content, "新").rows) == 2
    with pytest.raises(BadLedger, match="no sheet 今; there are 旧, 新"):
        _read(tmp_path / "d.xlsx", content, "今")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"name,lon\n"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    """In a sentence."""
    with pytest.raises(BadLedger, match="is no table"):
        _read(tmp_path / "d.xlsx", content)


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few kilobytes of zip may hold gigabytes."""
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1000)
    with pytest.raises(BadLedger, match="too large"):
        _read(tmp_path / "d.xlsx", xlsx({"点位": CAMERAS}))
    monkeypatch.undo()
    with pytest.raises(BadLedger, match="no header line"):
        _read(tmp_path / "d.xlsx", xlsx({"点位": [("甲", "乙")]}))


def test_a_cell_at_the_far_edge_ends_its_reader_and_not_us(tmp_path: Path) -> None:
    """Two kilobytes that say that there are seventeen thousand million cells: there is no memory for them."""
    content = xlsx({"点位": CAMERAS})
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b"</sheetData>", far))
    with pytest.raises(BadLedger, match="cell at its far edge"):
        _read(tmp_path / "d.xlsx", out.getvalue())


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is busy with."""
    monkeypatch.setattr(workbook, "READING_S", 0.001)
    with pytest.raises(BadLedger, match="takes longer to read"):
        _read(tmp_path / "d.xlsx", xlsx({"点位": CAMERAS}))
