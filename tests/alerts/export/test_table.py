from __future__ import annotations

import csv
import io
from zoneinfo import ZoneInfo

import pytest

from alerts.export.columns import COLUMNS, Telling
from alerts.export.table import harmless, table
from core.incident import Incident
from core.reason import Reason
from tests.builders_store import incident, place

ZH = Telling(language="zh", zone=ZoneInfo("Asia/Shanghai"))


def read(*incidents: Incident) -> list[dict[str, str]]:
    """The rows as a reader of CSV finds them, by header."""
    text = "".join(table([incidents], ZH))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_excel_opens_it() -> None:
    """UTF-8 is told by a byte order mark, lines end in CR LF, each row has every column."""
    text = "".join(table([[incident()], [incident("inc_2")]], ZH))
    assert text.encode().startswith(b"\xef\xbb\xbf")
    lines = text.split("\r\n")
    assert len(lines) == 4
    assert "\n" not in text.replace("\r\n", "")
    assert {len(row) for row in csv.reader(lines[:3])} == {len(COLUMNS)}


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "\n=1"])
def test_no_cell_becomes_a_formula(evil: str) -> None:
    """What an operator or a platform typed is never run by who opens the table."""
    assert harmless(evil) == f"'{evil}"
    row = read(incident(why=Reason.text(evil), case_number=evil, title=evil))[0]
    for column in ("上报原因", "平台案卷号", "标题"):
        assert row[column].startswith("'"), column


def test_numbers_stay_numbers() -> None:
    """West of Greenwich a longitude begins with a minus, and is no formula."""
    (row,) = read(incident(place=place(lon=-0.5, lat=51.5)))
    assert row["经度(WGS-84)"] == "-0.5"


def test_cells_with_commas_quotes_and_lines_come_back() -> None:
    """As RFC 4180 quotes them."""
    odd = 'a,"b"\nc'
    assert read(incident(title=odd))[0]["标题"] == odd
