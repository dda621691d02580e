"""Which unit is responsible: the most telling row, always the same."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from alerts.case.units import Asked, Responsibility
from core.config.unit import UnitTable

ROWS: tuple[dict[str, Any], ...] = (
    {"unit": "rest"},
    {"unit": "owner", "owners": ["police"]},
    {"unit": "site", "zone_kinds": ["works_site"]},
    {"unit": "district", "grid": "330109"},
    {"unit": "street", "grid": "330109001"},
    {"unit": "waste", "matters": ["construction_waste", "exposed_garbage"]},
    {"unit": "street-waste", "matters": ["construction_waste"], "grid": "330109001"},
    {"unit": "code", "codes": ["08005"]},
)


def responsibility(*rows: dict[str, Any]) -> Responsibility:
    """Build from rows; units are named as their codes."""
    units = [{"code": name, "name": name} for name in dict.fromkeys(row["unit"] for row in rows)]
    table = {"table": "t", "version": "3", "units": units, "rows": rows}
    return Responsibility(UnitTable.model_validate(table))


def asked(**changes: Any) -> Asked:
    """Ask about crowding somewhere outside."""
    values = {"matter": "crowding", "code": "10901", "zone_kind": "plaza", "owner": "market", "grid": None}
    return Asked(**(values | changes))


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ({}, "rest"),
        ({"owner": "police"}, "owner"),
        ({"owner": "police", "zone_kind": "works_site"}, "site"),
        ({"zone_kind": "works_site", "grid": "330109002001001"}, "district"),
        ({"grid": "330109001002003"}, "street"),
        ({"grid": "330109001002003", "matter": "exposed_garbage"}, "waste"),
        ({"grid": "330109001002003", "matter": "construction_waste"}, "street-waste"),
        ({"grid": "330109001002003", "matter": "construction_waste", "code": "08005"}, "code"),
    ],
)
def test_the_most_telling_row_wins(question: dict[str, Any], unit: str) -> None:
    """By code, then matter, the longer prefix, the ground, the owner."""
    found = responsibility(*ROWS).unit(asked(**question))
    assert found is not None
    assert found.code == unit


def test_the_order_in_the_file_decides_between_equals_only() -> None:
    """Rows of unequal telling may stand in any order."""
    question = asked(grid="330109001002003", matter="construction_waste")
    for rows in itertools.permutations(ROWS[3:7]):
        found = responsibility(*rows).unit(question)
        assert found is not None
        assert found.code == "street-waste"
    first = {"unit": "a", "matters": ["crowding", "x"]}
    second = {"unit": "b", "matters": ["crowding", "y"]}
    assert responsibility(first, second).unit(asked()) != responsibility(second, first).unit(asked())


def test_nobody_is_told_as_nobody() -> None:
    """A district prefix says nothing about a place outside of every polygon."""
    assert responsibility(ROWS[3]).unit(asked(grid=None)) is None
    assert responsibility(ROWS[0]).name == "t 3"
