"""What pydantic finds wrong with a record that people wrote, in their words: field and what is wrong with it."""

from __future__ import annotations

from pydantic import ValidationError

_NO_OBJECT = frozenset({"model_type", "model_attributes_type", "dataclass_type", "dict_type"})


def told(error: ValidationError) -> dict[str, str]:
    """Return what is wrong by field (`box`, `place.lon`, `alarms[3].id`; `line` for the whole), each told once.

    Names of our own classes are no help to who wrote the file, nor is every way in which a value of several kinds
    could have been right: the first one stands for all.
    """
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        what = (
            "is no object in braces"
            if one["type"] in _NO_OBJECT
            else one["msg"].removeprefix("Value error, ")
        )
        found.setdefault(_field(one["loc"]), what)
    return found


def _field(loc: tuple[int | str, ...]) -> str:
    """Return the path to a value, without the kinds that pydantic has tried on it, and without its place in a list."""
    path = ""
    while loc and isinstance(loc[-1], int):
        loc = loc[:-1]
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        elif not path:
            path = part
        elif part.isidentifier():
            path += f".{part}"
    return path or "line"
