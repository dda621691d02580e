"""Links from numbers to cases; that they lead to the right ones is shown in tests/api/routes/test_figures.py."""

from __future__ import annotations

from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest

from alerts.figures.answer import Answer, Column, Group
from alerts.figures.cases import Where
from api.case_filters import CaseWish
from api.figure_links import links
from tests.builders import at

COLUMNS = (
    Column(key="rejected", zh="x", en="x", unit="count", where={"verdict": ("rejected",)}),
    Column(key="cameras", zh="x", en="x", unit="count"),
)


@pytest.mark.parametrize(
    ("by", "key", "holds"),
    [
        ("matter", "crowd", {"matter": ["crowd"]}),
        ("street", "330109001", {"grid": ["330109001"]}),
        ("street", "330109", {"exact_grid": ["330109"]}),
        ("unit", "", {"no_unit": ["true"]}),
        ("hour", "08", {"hour": ["8"]}),
        ("day", "2026-11-03", {"from": ["2026-11-02T16:00:00Z"], "to": ["2026-11-03T16:00:00Z"]}),
    ],
)
def test_a_group_adds_what_its_cases_have_in_common(by, key, holds):
    """Beside what was asked, and what the column counts; numbers of other things lead nowhere."""
    answer = Answer(name="false_alarms", by=by, columns=COLUMNS, total=Group(key="", values=()), groups=[])
    wish = CaseWish(where=Where(owners=("police",)))
    made = links(wish, answer, key, at(0), at(10 * 86400), ZoneInfo("Asia/Shanghai"))
    assert made.keys() == {"rejected"}
    asked = parse_qs(made["rejected"], keep_blank_values=True)
    assert asked["owner"] == ["police"]
    assert asked["verdict"] == ["rejected"]
    assert asked | holds == asked


def test_looks_and_messages_are_no_cases():
    """Nothing is behind them that a list of cases could show."""
    answer = Answer(name="deliveries", by="none", columns=COLUMNS, total=Group(key="", values=()), groups=[])
    assert links(CaseWish(where=Where()), answer, None, at(0), at(9), ZoneInfo("UTC")) == {}
