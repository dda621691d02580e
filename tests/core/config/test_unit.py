"""A table of responsibilities without contradictions."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.unit import UnitTable


def table(*rows: dict[str, Any], **changes: Any) -> UnitTable:
    """Build a table of two units."""
    units = [{"code": "A", "name": "甲"}, {"code": "B", "name": "乙"}]
    return UnitTable.model_validate({"table": "t", "version": "1", "units": units, "rows": rows} | changes)


def test_a_row_without_conditions_takes_everything() -> None:
    """What is left out matches everything."""
    assert table({"unit": "A"}).rows[0].matters == ()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (({"unit": "C"},), "no unit C in units"),
        (
            ({"unit": "A", "matters": ["x", "y"]}, {"unit": "B", "matters": ["y", "x"]}),
            "ask the same and name A and B",
        ),
        (({"unit": "A", "grid": "33010"}, {"unit": "B", "grid": "33010"}), "ask the same"),
        (({"unit": "A", "grid": "street"},), "string_pattern_mismatch"),
        ((), "too_short"),
    ],
)
def test_mistakes(rows: tuple[dict[str, Any], ...], told: str) -> None:
    """An unknown unit, two answers to one question, a prefix that no code has."""
    with pytest.raises(ValidationError, match=told):
        table(*rows)


def test_a_unit_has_one_name() -> None:
    """The same code twice would make the name depend on the order."""
    with pytest.raises(ValidationError, match="unit A is named twice"):
        table({"unit": "A"}, units=[{"code": "A", "name": "甲"}, {"code": "A", "name": "乙"}])
