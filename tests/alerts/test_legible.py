from __future__ import annotations

import pytest

from alerts.legible import checked_line, line, lines


def test_what_cannot_be_seen_becomes_a_space() -> None:
    """NUL, escapes and turned direction go; lines, Chinese spaces and emoji stay."""
    assert lines("a\x00b\x1b[31m\u202ec\r\nd\te\u3000路💥") == "a b [31m c\nd\te\u3000路💥"
    assert line("a\nb\u2028c\u3000路") == "a b c\u3000路"


@pytest.mark.parametrize("odd", ["C\x00", "C\n7", "\u202eC7", "C\x9f"])
def test_an_identifier_is_refused_rather_than_changed(odd: str) -> None:
    """Changed, it would name another case."""
    with pytest.raises(ValueError, match="control characters"):
        checked_line(odd)
    assert checked_line("12345-投诉 7") == "12345-投诉 7"
