"""What the process that reads a workbook answers."""

from __future__ import annotations

import pytest

from gridwatch.onboarding import workbook_reader
from gridwatch.onboarding.workbook_reader import to_text, told
from tests.gridwatch.onboarding.test_workbook import CAMERAS, xlsx


def test_sheets_then_rows() -> None:
    """All of a sheet as texts, also its empty cells: the lines are those that a person sees."""
    content = xlsx({"说明": [("请填写",)], "点位": CAMERAS})
    assert told(content, None) == {"sheets": ["说明", "点位"], "all": ["说明", "点位"]}
    rows = told(content, "点位")["rows"]
    assert (len(rows), rows[1], rows[3][3]) == (5, ["", "", "", ""], "80")


def test_what_cannot_be_read_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workbook, no such sheet, too many cells."""
    assert "wrong" in told(b"PK nonsense", None)
    assert "wrong" in told(xlsx({"点位": CAMERAS}), "别")
    monkeypatch.setattr(workbook_reader, "MAX_CELLS", 19)
    assert told(xlsx({"点位": CAMERAS}), "点位") == {"cells": 20}


def test_numbers_are_told_as_a_person_reads_them() -> None:
    """A port without `.0`; a code that lost its last digits as such, not as digits that nobody wrote."""
    assert [to_text(value) for value in (80.0, 6.5, 3, True, "x")] == ["80", "6.5", "3", "true", "x"]
    assert to_text(9.901010000132e19) == "9.901010000132e+19"
    assert to_text(99010100001320000000) == "9.9010E+19"
