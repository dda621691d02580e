"""Texts with fields in braces, e.g. `{place.lat:.6f},{place.lon:.6f}`.

Less than str.format: nothing but fields can be reached.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PART = re.compile(r"\{([a-z][A-Za-z0-9_.]*)(?::\.([0-9])f)?\}|\{\{|\}\}")
_BRACE = re.compile(r"[{}]")


def paths_in(text: str) -> tuple[str, ...]:
    """Return the paths that a text names, in order."""
    return tuple(match[1] for match in _PART.finditer(text) if match[1])


def why_no_text(text: str) -> str | None:
    """Return what is wrong with a text, or None."""
    if _BRACE.search(_PART.sub("", text)):
        return (
            "has a brace that names no field; write {place.lon} or {place.lon:.6f}, and {{ for a brace itself"
        )
    if not paths_in(text):
        return "names no field in braces; a constant is given by `value`"
    return None


def fill(text: str, told: Callable[[str, int | None], str]) -> str:
    """Return the text with `told(path, decimals)` in place of each field."""

    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        return told(match[1], int(match[2]) if match[2] is not None else None)

    return _PART.sub(one, text)
