from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.people.roles import PERMISSIONS, Act, Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "administrators.md"


@pytest.mark.parametrize("act", list(Act))
def test_the_table_of_roles_is_the_one_that_is_enforced(act: Act) -> None:
    """Each permission has its row, with a mark for each role that has it and for no other."""
    text = PAGE.read_text(encoding="utf-8")
    head = re.search(r"^\| permission \| allows \| (.*) \|$", text, re.MULTILINE)
    row = re.search(rf"^\| `{act.value}` \| [^|]+ \|(.*)\|$", text, re.MULTILINE)
    assert head is not None
    assert row is not None
    roles = [Role(name.strip()) for name in head[1].split("|")]
    marked = {role for role, mark in zip(roles, row[1].split("|"), strict=True) if mark.strip()}
    assert set(roles) == set(Role)
    assert marked == {role for role in Role if act in PERMISSIONS[role]}
