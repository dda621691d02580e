"""Initials of names."""

from __future__ import annotations

import pytest

from api.map.initials import initials


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("新桥路12号", "xql12h"),
        ("东门 A-3", "dma3"),
        ("Camera cam-1", "cameracam1"),
        ("衢江", "qj"),
        ("", ""),
        ("(・_・)", ""),
    ],
)
def test_a_name_is_typed_by_its_initials(name: str, typed: str) -> None:
    """Letters and digits stand for themselves, everything else for nothing."""
    assert typed in initials(name)


def test_a_character_of_several_readings_has_several() -> None:
    """Both spellings of 重庆路 are found."""
    assert {"zql", "cql"} <= set(initials("重庆路"))


def test_many_readings_are_bounded() -> None:
    """Eight ways of typing a name are enough, however long it is."""
    assert len(initials("重行长乐" * 30)) == 8
