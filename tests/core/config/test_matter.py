"""Code tables: versioned, without two codes for one thing."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.matter import MatterTable


def table(*rows: dict[str, Any]) -> MatterTable:
    """A table of rows."""
    base = {"matter": "waste", "code": "06011", "name": "积存垃圾渣土", "name_en": "Waste"}
    return MatterTable.model_validate({"table": "T", "version": "1", "rows": [base | row for row in rows]})


def test_one_matter_may_have_a_code_per_ground() -> None:
    """And a default; codes are text, leading zeros count."""
    assert [row.code for row in table({}, {"zone_kinds": ["works_site"], "code": "08005"}).rows] == [
        "06011",
        "08005",
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (({}, {"code": "x"}), r"two codes for waste in zone kind \*"),
        (({"zone_kinds": ["a", "b"]}, {"zone_kinds": ["b"]}), "two codes for waste in zone kind b"),
        (({"name": "字" * 31},), "at most 30"),
        (({"severity": "huge"},), "literal_error"),
        (({"code": 6011},), "string_type"),
        ((), "too_short"),
    ],
)
def test_mistakes(rows: tuple[dict[str, Any], ...], says: str) -> None:
    """Two codes for one thing, a name that no field takes, a number that loses its zero."""
    with pytest.raises(ValidationError, match=says):
        table(*rows)
