"""Text from outside as lists, terminals and databases take it: no control characters, no turned direction. Pure.

A database may refuse NUL, a terminal obeys escapes, and U+202E shows a number backwards.
"""

from __future__ import annotations

import re

_UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_IN_LINES = re.compile(f"[{_UNSEEN}]")
_IN_A_LINE = re.compile(f"[{_UNSEEN}\t\n\u2028\u2029]")


def lines(text: str) -> str:
    """Return text with a space for each character that cannot be seen; its lines stay."""
    return _IN_LINES.sub(" ", text.replace("\r\n", "\n"))


def line(text: str) -> str:
    """Return text as one line, with a space for each character that cannot be seen."""
    return _IN_A_LINE.sub(" ", text)


def checked_line(text: str) -> str:
    """Return an identifier as it is.

    Raises:
        ValueError: it holds characters that cannot be seen; changed, it would name something else.
    """
    if _IN_A_LINE.search(text):
        raise ValueError("holds control characters")
    return text
